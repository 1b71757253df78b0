/** The embedded sandbox for tests. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { RunningSandbox, SandboxOptions } from '#sandbox/server/server.ts';
import { type NotedSandbox, startSandbox } from './noted-sandbox.ts';

export { testKey } from './key.ts';

/**
 * Starts a sandbox on a free port before the tests of a file (or of a `describe`), and stops it afterwards. Handlers
 * that are called in between use it. The result can be read once the tests run. After each test, the money of the
 * accounts that it opened must add up.
 */
export function testSandbox(options: Partial<SandboxOptions> = {}): Pick<RunningSandbox, 'url' | 'port'> {
  let sandbox: NotedSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, ...options });
    process.env['STRIPE_API_BASE'] = sandbox.url;
  });
  afterEach(() => sandbox.checkNewLedgers());
  afterAll(() => sandbox.close());
  return {
    get url() {
      return sandbox.url;
    },
    get port() {
      return sandbox.port;
    },
  };
}
