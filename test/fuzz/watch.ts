/** Ends the process when a case hangs: nothing else can while JavaScript is busy. */
import { Worker } from 'node:worker_threads';

/** What the watch is told. */
export interface Watch {
  /** A case begins; what is given tells which one it is. */
  begin(what: string): void;
  stop(): Promise<void>;
}

/** How much of the description of a case is kept, in characters. */
const LENGTH = 2_000;

/** Starts the watch. A case that takes longer, in milliseconds, is printed and ends the process. */
export function startWatch(limit: number): Watch {
  const shared = new SharedArrayBuffer(4 + LENGTH * 2);
  const [count, text] = [new Int32Array(shared, 0, 1), new Uint16Array(shared, 4)];
  const worker = new Worker(new URL('./watch-worker.ts', import.meta.url), { workerData: { shared, limit } });
  return {
    begin: (what) => {
      text.fill(0);
      for (let index = 0; index < Math.min(LENGTH, what.length); index += 1) {
        text[index] = what.charCodeAt(index);
      }
      Atomics.add(count, 0, 1);
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}
