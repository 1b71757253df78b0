/**
 * `npm run test:model`: random sequences of charges, refunds, transfers, subscriptions, invoices, orders and time, after
 * each of which the money must add up. Options: --sequences 2000 --steps 100 (in each, at most) --seed number --path text.
 * A failure prints its seed and path; with both, that sequence runs alone.
 */
import { readOptions } from '../helpers/options.ts';
import { runModel } from './model.ts';

const { path, ...options } = readOptions(process.argv.slice(2), {
  sequences: 2000,
  steps: 100,
  seed: Math.floor(Math.random() * 2 ** 31),
  path: '',
});
console.log(`Seed ${options.seed}. Run again with --seed ${options.seed}.`);
const started = performance.now();
try {
  const counts = await runModel({ ...options, ...(path !== '' && { path }) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${options.sequences} sequences: the money adds up (${seconds} s)`);
  console.table(counts);
} catch (error) {
  console.error(`${(error as Error).message}\n${(error as Error).cause ?? ''}`);
  process.exitCode = 1;
}
