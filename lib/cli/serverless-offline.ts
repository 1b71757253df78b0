/** Runs the functions behind serverless-offline, in a process of its own, which builds them first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '#lib/config/root.ts';
import { CommandError } from './command.ts';
import { NODE_COMPILE_CACHE } from './compile-cache.ts';
import type { Served } from './service.ts';

/** How it is started. */
export interface OfflineOptions {
  readonly host: string;
  readonly port: number;
  /** What the functions find in their environment, beyond that of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the start. */
  readonly signal: AbortSignal;
}

/** Milliseconds until a process that was asked to end is ended. */
const END_TIME = 3_000;

/** Ends the process with this one, even when this one cannot say goodbye. */
const FOLLOW = 'data:text/javascript,process.once("disconnect", () => process.exit());';

/** The lines of its table of routes: too long to be read with some two hundred of them. */
const TABLE = /^([┌│└]|\s*$)/;

/**
 * Starts serverless-offline and waits until `offline-gateway.ts` says that it listens, however long that takes. Of what it
 * prints, only its table of routes is left out.
 * @throws {CommandError} when it ends before, or is interrupted
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
    throw new CommandError(signal.aborted ? 'Interrupted.' : 'serverless-offline ended before it was ready.');
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
