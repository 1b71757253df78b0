/** Runs the project's commands, in processes of their own, as npm does. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { NODE_COMPILE_CACHE } from '#lib/cli/compile-cache.ts';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A command that runs. */
export interface Running {
  readonly pid: number;
  /** What it has printed so far, errors and all. */
  output(): string;
  /** Waits until it has printed something. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Settles when it and every process that it started have ended, with its exit status. */
  readonly ended: Promise<number | null>;
}

/** Starts a script of the project. Of this process's environment, only PATH is passed on. */
export function start(
  script: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
  directory = ROOT,
): Running {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const printing = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      printing.emit('more');
    });
  }
  // The streams are handed down, so they close when the last process that holds them is gone.
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return {
    pid: child.pid!,
    output: () => output,
    printed: async (pattern) => {
      for (;;) {
        const match = pattern.exec(output);
        if (match !== null) {
          return match;
        }
        const over = await Promise.race([once(printing, 'more').then(() => false), ended.then(() => true)]);
        if (over && !pattern.test(output)) {
          throw new Error(`${script} ended without printing ${pattern}:\n${output}`);
        }
      }
    },
    kill: (signal) => child.kill(signal),
    ended,
  };
}

/** Runs a script to its end. */
export async function run(
  script: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<{ status: number | null; output: string }> {
  const running = start(script, args, environment);
  const status = await running.ended;
  return { status, output: running.output() };
}
