/** How Stryker runs; `main.ts` says what it changes and which tests it runs. */

/** @type {Partial<import('@stryker-mutator/api/core').StrykerOptions>} */
export default {
  mutate: JSON.parse(process.env['MUTATION_FILES'] ?? '[]'),
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Code that runs once, when its module is loaded, is reached by every test: its mutants would need all of them.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 30,
  // Node.js strips the types, and TypeScript 7 has no API for Stryker to read its configuration with.
  tsconfigFile: 'test/mutation/none.json',
  disableTypeChecks: false,
  ignorePatterns: ['dist', '.serverless', '.local', 'bench', 'coverage'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowEmojis: false, reportTests: false, logTests: false },
  allowConsoleColors: false,
};
