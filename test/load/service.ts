/** The functions over HTTP, in processes of their own, and what these hold. */
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { cardEnvironment, JWT_SECRET, TABLE } from '../helpers/cards.ts';
import { type Running, start } from '../helpers/command.ts';
import { Inspected } from './inspected.ts';

/**
 * Seconds for which serverless-offline keeps every call: it starts a timer with the function's timeout, and does not stop
 * it when the function has answered.
 */
const OFFLINE_KEEPS_CALLS_FOR = 29;

/** A service that answers. */
export interface Service {
  readonly api: string;
  /** How many seconds after a call the framework lets go of it, if there is a framework. */
  readonly keepsCallsFor?: number;
  /** Has the sandbox forget accounts of Stripe, so that its memory and its time for a call stay as they are. */
  forget(keys: readonly string[]): Promise<void>;
  /** What its memory is used for, without garbage. */
  memory(): Promise<Memory>;
  /** How many sockets are open in the process that has the functions. */
  sockets(): Promise<number>;
  close(): Promise<void>;
}

/** Bytes. */
export interface Memory {
  /** Of each instance of a function, by its name; or of all functions, where they are in one. */
  readonly functions: ReadonlyMap<string, number>;
  /** Of the machine's memory, those that the process of the functions has. */
  readonly resident: number;
  /** Of serverless-offline, besides the functions. */
  readonly framework?: number;
  /** Of the sandbox and the table, where they are not in this process. */
  readonly surroundings?: number;
}

/** What the processes have in their environments. Another port is taken by each for being inspected. */
const ENVIRONMENT = { LOG_LEVEL: 'error', NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Starts the service as `npm run offline` does: each instance of a function is a worker of serverless-offline. */
export async function startOffline(): Promise<Service> {
  const running = start('lib/cli/offline.ts', [], {
    ...ENVIRONMENT,
    PORT: '0',
    SANDBOX_PORT: '0',
    CARD_JWT_SECRET: JWT_SECRET,
    // What a rate limit admits would not be a load.
    CARD_RATE_LIMIT: '0',
  });
  const [, api, sandbox] = await running.printed(/API +(\S+)\n +Sandbox +(\S+)/);
  const programs = await inspect(running);
  const one = (script: string) => programs.find((program) => program.script.endsWith(script))!;
  const [offline, command] = [one('serverless.js'), one('offline.ts')];
  return {
    api: api!,
    keepsCallsFor: OFFLINE_KEEPS_CALLS_FOR,
    forget: (keys) => reset(sandbox!, keys),
    memory: async () => {
      const [{ main, workers }, around] = await Promise.all([offline.heaps(), command.heaps()]);
      const resident = await offline.resident();
      return { functions: workers, resident, framework: main, surroundings: around.main };
    },
    sockets: () => offline.sockets(),
    close: () => end(running, programs),
  };
}

/** Starts a process with the server and all functions, and nothing else; what surrounds them is in this process. */
export async function startServer(): Promise<Service> {
  const [sandbox, table] = await Promise.all([startSandbox({ port: 0 }), startDynamoDb(TABLE)]);
  const environment = { ...ENVIRONMENT, ...cardEnvironment(table.url, sandbox.url) };
  const running = start('test/helpers/serve.ts', [], environment);
  const [, api] = await running.printed(/Serves the API at ([^\s,]+)/);
  const programs = await inspect(running);
  const functions = programs[0]!;
  return {
    api: api!,
    forget: (keys) => reset(sandbox.url, keys),
    memory: async () => {
      const { main } = await functions.heaps();
      return { functions: new Map([['all', main]]), resident: await functions.resident() };
    },
    sockets: () => functions.sockets(),
    close: async () => {
      await end(running, programs);
      await Promise.all([sandbox.close(), table.close()]);
    },
  };
}

/** All programs that it consists of; each has told where it can be inspected. */
function inspect(running: Running): Promise<Inspected[]> {
  const told = [...running.output().matchAll(/Debugger listening on (ws:\S+)/g)];
  return Promise.all(told.map(([, url]) => Inspected.connect(url!)));
}

/** A program does not end as long as it is inspected. */
async function end(running: Running, programs: readonly Inspected[]): Promise<void> {
  for (const program of programs) {
    program.close();
  }
  running.kill('SIGTERM');
  await running.ended;
}

async function reset(sandbox: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const headers = { authorization: `Bearer ${key}` };
    const { ok, status } = await fetch(`${sandbox}/_sandbox/reset`, { method: 'POST', headers });
    if (!ok) {
      throw new Error(`The sandbox forgot nothing, but answered with ${status}.`);
    }
  }
}
