/** How a file of tests is run. */
export const project = {
  // Notes what leaves the code under test; the reporter fails the run when a secret is in it.
  testEnvironment: '<rootDir>/test/security/leaks/environment.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/helpers/setup.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/'],
};

/** What callers do in a row, on every surface: it is done in both ways of paying with cards. */
const WALKS = [
  'block/{sandbox,stories}',
  'card/{cards,webhook}',
  'connector/{actions,triggers}',
  'rest/{operations,story}',
  'socket/sockets',
];

/** @type {import('jest').Config} */
export default {
  projects: [
    project,
    {
      ...project,
      displayName: 'charges',
      testMatch: WALKS.map((walk) => `<rootDir>/test/${walk}.test.ts`),
      setupFiles: [...project.setupFiles, '<rootDir>/test/helpers/setup-charges.ts'],
    },
  ],
  reporters: ['default', '<rootDir>/test/security/leaks/reporter.ts'],
  // One more than the cores that CI has: some tests wait for processes that they start.
  maxWorkers: 3,
  // Tests wait for events, not for a time. This only ends one that hangs, on the slowest of machines.
  testTimeout: 600_000,
};
