/** Records what the processes print and keep that tests start. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Recording } from './recording.ts';
import { chunksOf, textOf } from './streams.ts';

/** What Node's own `spawn` is given. */
interface SpawnOptions {
  readonly file: string;
  /** The command line, with the program's name in front. */
  readonly args: readonly string[];
  readonly envPairs?: readonly string[];
}

/** Records what a Node.js process prints, once it has ended, and the snapshot that a sandbox in it keeps. */
export function watchChild(child: ChildProcess, options: object, recording: Recording): void {
  const { file, args, envPairs = [] } = options as SpawnOptions;
  const variables = new Map(envPairs.map((pair) => [nameIn(pair), pair.slice(nameIn(pair).length + 1)]));
  recording.has(variables);
  // What the program text of a test prints is the test's, and what is no Node.js is a tool.
  if (file === process.execPath && !args.includes('--eval')) {
    const script = args.slice(1).find((argument) => !argument.startsWith('-')) ?? '';
    const name = script.replace(`${process.cwd()}/`, '');
    for (const stream of ['stdout', 'stderr'] as const) {
      const { [stream]: readable } = child;
      const chunks = readable ? chunksOf(readable) : [];
      readable?.once('close', () => recording.leaves('log', `${name} ${stream}`, textOf(chunks)));
    }
  }
  const snapshot = variables.get('SANDBOX_SNAPSHOT');
  if (snapshot) {
    child.prependListener('exit', () => {
      if (existsSync(snapshot)) {
        recording.leaves('snapshot', 'the snapshot of a process', readFileSync(snapshot, 'utf8'));
      }
    });
  }
}

function nameIn(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}
