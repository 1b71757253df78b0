import { existsSync } from 'node:fs';

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
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        sourceMaps: true,
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/'],
};

/** What callers do in a row, on every surface. These tests run twice: with PaymentIntents, and with Charges. */
const WALKS = [
  'block/sandbox',
  'block/stories',
  'card/cards',
  'card/webhook',
  'connector/actions',
  'connector/triggers',
  'rest/operations',
  'rest/story',
  'socket/sockets',
].map((walk) => `test/lib/surfaces/${walk}.test.ts`);

// Jest does not complain about a pattern that matches no file.
for (const walk of WALKS) {
  if (!existsSync(new URL(walk, import.meta.url))) {
    throw new Error(`${walk} does not exist.`);
  }
}

/** @type {import('jest').Config} */
export default {
  projects: [
    { ...project, displayName: 'payment_intents' },
    {
      ...project,
      displayName: 'charges',
      testMatch: WALKS.map((walk) => `<rootDir>/${walk}`),
      setupFiles: [...project.setupFiles, '<rootDir>/test/helpers/setup-charges.ts'],
    },
  ],
  reporters: [
    'default',
    '<rootDir>/test/helpers/temporary-files.ts',
    '<rootDir>/test/security/leaks/reporter.ts',
  ],
  testSequencer: '<rootDir>/test/helpers/sequencer.mjs',
  // One more than the cores that CI has: some tests wait for processes that they start.
  maxWorkers: 3,
  // Tests wait for events, not for a time. This only ends one that hangs, on the slowest of machines.
  testTimeout: 600_000,
};
