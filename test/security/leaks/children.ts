/** Notes what the processes that tests start print, keep and answer. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Output, Recording } from './recording.ts';
import { chunksOf, textOf } from './streams.ts';

/** The variable that tells a process which file takes its notes. */
export const NOTES = 'STRIPE_SOCKET_LEAKS_OF_PROCESS';

/** The variable that tells it to note what it prints as well, which nobody else sees. */
export const PRINTS = 'STRIPE_SOCKET_LEAKS_PRINTED';

const PRELOAD = `--import=${new URL('./preload.ts', import.meta.url).href}`;

/** What Node's own `spawn` is given. */
interface SpawnOptions {
  readonly file: string;
  /** The command line, with the program's name in front. */
  readonly args: readonly string[];
  readonly envPairs?: readonly string[];
  /** What each of its streams is, or all are. */
  readonly stdio?: unknown;
}

/** The files that take the notes of processes, and the tests that started these. */
const files = new WeakMap<Recording, { path: string; test: string }[]>();

/** Starts a process, and notes what it prints; a program of the project notes by itself what it keeps and answers. */
export function watchChild(
  child: ChildProcess,
  options: object,
  spawn: (options: object) => unknown,
  recording: Recording,
  folder: string,
): unknown {
  const { file, args, envPairs = [] } = options as SpawnOptions;
  const variables = new Map(envPairs.map((pair) => [nameIn(pair), pair.slice(nameIn(pair).length + 1)]));
  recording.has(variables);
  const isNode = file === process.execPath;
  const script = args.slice(1).find((argument) => !argument.startsWith('-'));
  const isOurs = isNode && script?.endsWith('.ts') === true;
  const result = spawn.call(child, isOurs ? withNotes(options as SpawnOptions, recording, folder) : options);
  // What the program text of a test prints is the test's, and what is no Node.js is a tool.
  if (isNode && !args.includes('--eval')) {
    const name = (script ?? '').replace(`${process.cwd()}/`, '');
    for (const [which, stream] of [
      ['stdout', child.stdout],
      ['stderr', child.stderr],
    ] as const) {
      if (stream) {
        printed(recording, `${name} ${which}`, stream);
      }
    }
  }
  const snapshot = variables.get('SANDBOX_SNAPSHOT');
  if (snapshot) {
    child.prependListener('exit', () => keepFile(recording, snapshot));
  }
  return result;
}

function nameIn(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}

function printed(recording: Recording, where: string, stream: Readable): void {
  const chunks = chunksOf(stream);
  const { test } = recording;
  stream.once('close', () => recording.keep({ way: 'log', where, text: textOf(chunks), test }));
}

function keepFile(recording: Recording, path: string): void {
  if (existsSync(path)) {
    recording.leaves('snapshot', 'the snapshot of a process', readFileSync(path, 'utf8'));
  }
}

/** The same start, of a process that notes what leaves it. */
function withNotes(options: SpawnOptions, recording: Recording, folder: string): SpawnOptions {
  const known = files.get(recording) ?? [];
  files.set(recording, known);
  started += 1;
  const path = join(folder, `${process.pid}-${started}.notes`);
  known.push({ path, test: recording.test });
  const [name, ...args] = options.args;
  const isInherited = [options.stdio].flat().includes('inherit');
  return {
    ...options,
    args: [name!, PRELOAD, ...args],
    envPairs: [...(options.envPairs ?? []), `${NOTES}=${path}`, ...(isInherited ? [`${PRINTS}=1`] : [])],
  };
}

let started = 0;

/** Adds what the processes have noted that were started meanwhile. A line that a kill cut off is none. */
export function gatherNotes(recording: Recording): void {
  for (const { path, test } of files.get(recording) ?? []) {
    if (existsSync(path)) {
      for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
        recording.keep({ ...(JSON.parse(line) as Output), test });
      }
      rmSync(path);
    }
  }
}
