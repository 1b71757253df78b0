/** The service that `npm start` or `npm run offline` serves, over HTTP, for tests. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Running, start } from '../../../helpers/command.ts';

/** A service that answers. */
export interface Service {
  readonly running: Running;
  /** Where the API is. */
  readonly api: string;
  /** Where Stripe is, or the sandbox in its place. */
  readonly stripe: string;
}

/**
 * Starts a service on free ports before the tests of a file or of a `describe`, and sees that it has ended after them.
 * What it gives can be read once the tests run.
 */
export function startedService(
  environment: () => Record<string, string> = () => ({}),
  command: Command = 'start',
): Service {
  let running: Running;
  let addresses: RegExpExecArray;
  beforeAll(async () => {
    running = startService(environment(), command);
    addresses = await running.printed(/API {6}(\S+)\n {2}(?:Sandbox {2}|Stripe {3})(\S+)\n/);
  });
  afterAll(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });
  return {
    get running() {
      return running;
    },
    get api() {
      return addresses[1]!;
    },
    get stripe() {
      return addresses[2]!;
    },
  };
}

/** What starts it. */
type Command = 'start' | 'offline';

/** Starts a service on free ports, and does not wait until it answers. */
export function startService(environment: Record<string, string> = {}, command: Command = 'start'): Running {
  return start(`lib/cli/${command}.ts`, [], { PORT: '0', SANDBOX_PORT: '0', ...environment });
}
