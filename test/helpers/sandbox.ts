/** The embedded Stripe for tests. */
import { afterAll, beforeAll } from '@jest/globals';
import type { RunningSandbox, SandboxOptions } from '#sandbox/server.ts';
import { startSandbox } from './noted-sandbox.ts';

export { testKey } from './key.ts';

/**
 * Starts a sandbox on a free port before the tests of a file (or of a `describe`) and stops it after them; the
 * handlers called in between use it. What it gives can be read once the tests run.
 */
export function testSandbox(options: Partial<SandboxOptions> = {}): Pick<RunningSandbox, 'url' | 'port'> {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, ...options });
    process.env['STRIPE_API_BASE'] = sandbox.url;
  });
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
