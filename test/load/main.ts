/**
 * `npm run test:load`: each surface at the highest rate that this machine holds. No call ends in 5xx, memory does not
 * grow after a warm-up, no socket is left open. Options: --seconds 20 (for each surface) --callers 16 --only surface
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { startSandbox } from '#sandbox/server.ts';
import { cardEnvironment, TABLE } from '../helpers/cards.ts';
import { readOptions } from '../helpers/options.ts';
import { judge, type Sample } from './slope.ts';

/** What the process with the functions tells of a surface. */
export interface Loaded {
  readonly surface: string;
  readonly calls: number;
  readonly seconds: number;
  /** How many replies of each status; a block's failure counts as the status that it stands for. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly samples: readonly Sample[];
}

const { seconds, callers, only } = readOptions(process.argv.slice(2), { seconds: 20, callers: 16, only: '' });

// Stripe and the table stand outside, as they do for a function.
const [sandbox, table] = await Promise.all([startSandbox({ port: 0 }), startDynamoDb(TABLE)]);
const child = fork(
  fileURLToPath(new URL('./functions.ts', import.meta.url)),
  [String(seconds), String(callers), only],
  {
    execArgv: ['--expose-gc'],
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'silent',
      ...cardEnvironment(table.url, sandbox.url, 'sk_test_load'),
    },
  },
);
child.on('message', (loaded: Loaded) => {
  const { problems, summary } = judge(loaded);
  console.log(`${loaded.surface}: ${problems.length === 0 ? 'holds' : 'FAILS'}, ${summary}`);
  for (const problem of problems) {
    console.error(`  ${problem}`);
    process.exitCode = 1;
  }
});
const [status] = await once(child, 'exit');
process.exitCode ||= status;
await Promise.all([sandbox.close(), table.close()]);
