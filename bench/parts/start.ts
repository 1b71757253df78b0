/** How long `npm start` takes until it is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';
import { type Progress, type Row, sampleOf } from '../measure.ts';

const STARTS = 3;

/** Measures the whole command, from when it is called. */
export async function measureStart(progress: Progress): Promise<Row[]> {
  const times: number[] = [];
  for (let start = 1; start <= STARTS; start += 1) {
    progress(`npm start, ${start} of ${STARTS}`);
    times.push(await timeOfStart());
  }
  return [
    {
      part: 'npm start',
      name: 'until it is ready, with the sandbox and all functions',
      unit: 's',
      value: sampleOf(times),
      mark: { most: 3 },
    },
  ];
}

async function timeOfStart(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/start.ts')], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += chunk;
    if (output.includes('Ready after')) {
      const seconds = (performance.now() - started) / 1000;
      child.kill('SIGTERM');
      await ended;
      return seconds;
    }
  }
  throw new Error(`npm start ended: ${output}`);
}
