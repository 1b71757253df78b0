/** Starts the API for a file's tests: over HTTP, in a process of its own, in front of a sandbox. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Running, start } from '../helpers/command.ts';
import type { Way } from '../helpers/ways.ts';

/** What serves the functions, from their sources or from what was built of them. */
const SERVERS = { sources: 'test/helpers/serve.ts', build: 'dist/server.mjs' } as const;

/** Serves the API while the tests of a `describe` run. */
export function servedFrom(
  origin: keyof typeof SERVERS,
  sandbox: { readonly url: string },
  way: Way,
): { readonly url: string } {
  let running: Running;
  let url: string;
  beforeAll(async () => {
    running = start(SERVERS[origin], [], {
      PORT: '0',
      CARD_PAYMENTS: way,
      LOG_LEVEL: 'silent',
      STRIPE_API_BASE: sandbox.url,
    });
    url = (await running.printed(/Serves the API at (http:[^\s,]+)/))[1]!;
  });
  afterAll(async () => {
    running.kill('SIGTERM');
    await running.ended;
  });
  return {
    get url() {
      return url;
    },
  };
}
