/** Runs serverless-offline, which builds the functions first, in a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '#lib/config/root.ts';
import { CommandError } from './command.ts';
import { NODE_COMPILE_CACHE } from './compile-cache.ts';
import type { Served } from './service.ts';

/** The options of {@link serveOffline}. */
export interface OfflineOptions {
  readonly host: string;
  readonly port: number;
  /** Environment variables of the functions, in addition to those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Cancels the start. */
  readonly signal: AbortSignal;
}

/** How long the process may take to stop before it is killed, in milliseconds. */
const END_TIME = 3_000;

/** Stops the process when this process ends, even if this process crashes. */
const FOLLOW = 'data:text/javascript,process.once("disconnect", () => process.exit());';

/** Matches the table of routes, which is useless with about two hundred of them. */
const TABLE = /^([┌│└]|\s*$)/;

/**
 * Starts serverless-offline and waits until `offline-gateway.ts` reports that it listens, however long that takes.
 * Passes on its output, except the table of routes.
 * @throws {CommandError} if it stops before that, or is interrupted
 */
export async function serveOffline({ host, port, environment, signal }: OfflineOptions): Promise<Served> {
  const child = spawn(
    process.execPath,
    [
      `--import=${FOLLOW}`,
      join(ROOT, 'node_modules/serverless/bin/serverless.js'),
      'offline',
      `--host=${host}`,
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
  const listens = once(child, 'message').then(() => true);
  const interrupted = once(signal, 'abort').then(() => false);
  const isListening = await Promise.race([listens, interrupted, ended.then(() => false)]);
  if (!isListening) {
    await close();
    throw new CommandError(
      signal.aborted ? 'Interrupted.' : 'serverless-offline stopped before it was ready.',
    );
  }
  return { url: `http://${host}:${port}`, ended, close };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_TIME);
  await ended;
  clearTimeout(timer);
}
