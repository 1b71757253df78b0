/** @type {import('jest').Config} */
export default {
  // Notes what leaves the code under test; the reporter fails the run when a secret is in it.
  testEnvironment: '<rootDir>/test/security/leaks/environment.mjs',
  reporters: ['default', '<rootDir>/test/security/leaks/reporter.ts'],
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
  // One more than the cores that CI has: some tests wait for processes that they start.
  maxWorkers: 3,
  // Tests wait for events, not for a time. This only ends one that hangs, on the slowest of machines.
  testTimeout: 600_000,
};
