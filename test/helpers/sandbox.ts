/** The embedded Stripe for tests. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '#sandbox/server.ts';

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

/** A key that nobody used before: the sandbox keeps an empty account of its own for it. */
export function testKey(): string {
  return `sk_test_${randomUUID().replaceAll('-', '')}`;
}
