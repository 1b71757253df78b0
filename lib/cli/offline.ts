/** Runs the functions behind serverless-offline, in a process of its own, which builds them first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '#lib/config/root.ts';
import { CommandError } from './command.ts';
import { HOST, isListening } from './ports.ts';

/** The functions, served over HTTP. */
export interface Offline {
  readonly url: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** How it is started. */
export interface OfflineOptions {
  readonly port: number;
  /** What the functions find in their environment, beyond that of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the start, and all that was started. */
  readonly signal?: AbortSignal;
}

/** Milliseconds until a start counts as failed, and until a process that was asked to end is ended. */
const START_TIME = 30_000;
const END_TIME = 3_000;

/** Where Node.js keeps what it compiled of the framework, which takes long to load. */
export const NODE_COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compiled');

/** Ends the process with this one, even when this one cannot say goodbye. */
const FOLLOW = 'data:text/javascript,process.once("disconnect", () => process.exit());';

/** The lines of its table of routes: too long to be read with some two hundred of them. */
const TABLE = /^([┌│└]|\s*$)/;

/**
 * Starts serverless-offline and waits until it listens. Of what it prints, only its table of routes is left out.
 * @throws {CommandError} when it ends, or does not listen in time
 */
export async function startOffline({ port, environment, signal }: OfflineOptions): Promise<Offline> {
  const child = spawn(
    process.execPath,
    [
      `--import=${FOLLOW}`,
      join(ROOT, 'node_modules/serverless/bin/serverless.js'),
      'offline',
      `--host=${HOST}`,
      `--httpPort=${port}`,
      '--lambdaPort=0',
    ],
    {
      cwd: ROOT,
      env: { NODE_COMPILE_CACHE, ...process.env, SLS_LOG_LEVEL: 'warning', ...environment },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(() => undefined);
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!TABLE.test(stripVTControlCharacters(line))) {
      console.log(line);
    }
  });
  const close = () => end(child, ended);
  const deadline = Date.now() + START_TIME;
  while (!(await isListening(port))) {
    if (hasEnded(child)) {
      throw new CommandError('serverless-offline ended before it was ready.');
    }
    if (signal?.aborted || Date.now() > deadline) {
      await close();
      throw new CommandError(
        signal?.aborted ? 'Interrupted.' : `serverless-offline was not ready after ${START_TIME} ms.`,
      );
    }
    await sleep(20);
  }
  return { url: `http://${HOST}:${port}`, ended, close };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (hasEnded(child)) {
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_TIME);
  await ended;
  clearTimeout(timer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
