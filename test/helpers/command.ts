/** Runs the project's commands in child processes, like npm. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import { NODE_COMPILE_CACHE } from '#lib/cli/compile-cache.ts';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A running command. */
export interface Running {
  readonly pid: number;
  /** Returns the output so far, including errors. */
  output(): string;
  /** Waits for some output. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves to the exit status when the command and all its child processes have ended. */
  readonly ended: Promise<number | null>;
}

/** Starts a script of the project. It only inherits PATH, and reads no settings from files. */
export function start(
  script: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
  directory = ROOT,
): Running {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE, ENV_FILE: devNull, ...environment },
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
  // Child processes inherit the streams, so these close when the last of them has ended.
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

/** Runs a script and waits for it to end. */
export async function run(
  script: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<{ status: number | null; output: string }> {
  const running = start(script, args, environment);
  const status = await running.ended;
  return { status, output: running.output() };
}
