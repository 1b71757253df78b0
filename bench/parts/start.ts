/** How long `npm start` takes until it is ready, beside a process that imports the `stripe` package and ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';
import { figure, type Progress, type Row, sampleOf } from '../measure.ts';

const ROUNDS = 15;
const PART = 'npm start';

/** With the sandbox, it has to take at most so many times as long. */
const MARK = { most: 1.5 };

/** Measures the whole command, from when Node.js is started. */
export async function measureStart(progress: Progress): Promise<Row[]> {
  progress('npm start, after a change');
  // What was prepared is prepared anew.
  await utimes(join(ROOT, 'lib/cli/start.ts'), new Date(), new Date());
  const afterChange = await timeOfStart();
  const starts: number[] = [];
  const imports: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`npm start, ${round} of ${ROUNDS}`);
    starts.push(await timeOfStart());
    imports.push(await timeOfImport());
  }
  const [start, sdk] = [sampleOf(starts), sampleOf(imports)];
  const row = (name: string, value: Row['value'], mark?: typeof MARK): Row => ({
    part: PART,
    name,
    unit: 'ms',
    value,
    ...(name !== SDK && { ratio: { to: 'SDK', value: value.median / sdk.median, ...(mark && { mark }) } }),
  });
  return [
    row(SDK, sdk),
    row('until it is ready, with the sandbox loaded', start, MARK),
    row('the same, when a source has changed', figure(afterChange)),
  ];
}

const SDK = 'node -e "import \'stripe\'"';

async function timeOfImport(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', "import 'stripe'"], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  return performance.now() - started;
}

async function timeOfStart(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/run.js'), 'start'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += chunk;
    if (output.includes('Ready after')) {
      const time = performance.now() - started;
      child.kill('SIGTERM');
      await ended;
      return time;
    }
  }
  throw new Error(`npm start ended: ${output}`);
}
