/** How Jest runs the tests of an area for Stryker: without the scan for secrets, and with Stryker's environment. */
import config, { project } from '../../jest.config.js';

const tests = JSON.parse(
  process.env['MUTATION_TESTS'] ?? '["test/{block,card,connector,lib,rest,sandbox,socket}/**/*"]',
);

/** @type {import('jest').Config} */
export default {
  ...project,
  maxWorkers: config.maxWorkers,
  testTimeout: config.testTimeout,
  rootDir: process.cwd(),
  testEnvironment: 'node',
  reporters: [],
  testMatch: tests.map((pattern) => `<rootDir>/${pattern}.test.ts`),
};
