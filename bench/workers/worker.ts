/** Processes of their own for what is measured: they are told what to do, and tell what came of it, by messages. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that answers messages. */
export interface Worker<Order, Result> {
  readonly pid: number;
  ask(order: Order): Promise<Result>;
  close(): Promise<void>;
}

/** Starts a worker of this folder. */
export function startWorker<Order, Result>(
  file: string,
  { environment = {}, flags = [] }: { environment?: Record<string, string>; flags?: string[] } = {},
): Worker<Order, Result> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: flags,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    pid: child.pid!,
    ask: async (order) => {
      child.send(order as object);
      const [result] = await Promise.race([once(child, 'message'), failureOf(child)]);
      return result as Result;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        return;
      }
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function failureOf(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('A process that was measured has ended.');
}

/** In a worker: answers every message with what comes of it. */
export function answering<Order, Result>(answer: (order: Order) => Promise<Result> | Result): void {
  process.on('message', async (order) => {
    process.send!(await answer(order as Order));
  });
  process.on('disconnect', () => process.exit());
}
