/** Looks from another thread whether cases go on; see `watch.ts`. */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { shared, limit } = workerData as { shared: SharedArrayBuffer; limit: number };
const [count, text] = [new Int32Array(shared, 0, 1), new Uint16Array(shared, 4)];

let seen = 0;
setInterval(() => {
  const now = Atomics.load(count, 0);
  if (now === seen && now > 0) {
    const what = String.fromCharCode(...text).replace(/\0+$/, '');
    writeSync(2, `A case takes more than ${limit} ms: ${what}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  seen = now;
}, limit);
