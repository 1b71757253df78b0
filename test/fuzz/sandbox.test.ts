/** A small run of `npm run test:fuzz -- --only sandbox`: every operation that the sandbox implements. */
import { beforeAll, describe, test } from '@jest/globals';
import { loadApi } from '#sandbox/server/load.ts';
import { type Fuzzed, fuzzOperation, openSandbox } from './sandbox.ts';

const { operations, implementations } = await loadApi();
let sandbox: Fuzzed;
beforeAll(async () => {
  sandbox = await openSandbox('fuzz');
});

describe('nothing that is sent makes the sandbox fail', () => {
  test.each(
    operations
      .filter((operation) => implementations.has(operation))
      .map((operation) => [`${operation.method} ${operation.path}`, operation] as const),
  )('%s', async (_, operation) => {
    await fuzzOperation(operation, sandbox, { cases: 8, seed: 1 });
  });
});
