/** Starts `/v1` for a file's tests: over HTTP, in a process of its own, in front of a sandbox. */
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { ROOT, type Running, start } from '../helpers/command.ts';
import type { Way } from '../helpers/ways.ts';

const SERVER = join(ROOT, 'test/clients/server.ts');

/**
 * Serves `/v1` while the tests of a `describe` run.
 * @param folder where the functions are, from the project's root
 */
export function servedFrom(
  folder: string,
  sandbox: { readonly url: string },
  way: Way,
): { readonly url: string } {
  let running: Running;
  let url: string;
  beforeAll(async () => {
    running = start(SERVER, [join(ROOT, folder)], {
      CARD_PAYMENTS: way,
      LOG_LEVEL: 'silent',
      STRIPE_API_BASE: sandbox.url,
    });
    url = (await running.printed(/Serves (http:\S+)/))[1]!;
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
