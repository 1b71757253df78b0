/**
 * `npm run test:faults`: payments through every surface while requests to Stripe go wrong, and the card service killed
 * during its calls. Options: --charges 10000 --callers 16 --faults 0.3 --operations 500 (of the card service) --seed text;
 * the seed of a run is printed, and repeats it.
 */
import { startSandbox } from '#sandbox/server.ts';
import { apiAt } from '../helpers/api.ts';
import { anySeed, readOptions } from '../helpers/options.ts';
import { killCards } from './cards-killed.ts';
import { readChargings } from './charging.ts';
import { atOnce, withKeys, withoutKeys } from './exactly-once.ts';
import { STRIPE_TIMEOUT } from './faults.ts';

const options = readOptions(process.argv.slice(2), {
  charges: 10_000,
  callers: 16,
  faults: 0.3,
  operations: 500,
  seed: anySeed(),
});
console.log(`Seed ${options.seed}. With it, --seed ${options.seed} repeats this run.`);

const sandbox = await startSandbox({ port: 0, seed: options.seed });
Object.assign(process.env, {
  STRIPE_API_BASE: sandbox.url,
  STRIPE_TIMEOUT: String(STRIPE_TIMEOUT),
  LOG_LEVEL: 'silent',
});
try {
  await step('with keys', () => withKeys(apiAt(sandbox.url), options));
  await step('without keys', () =>
    withoutKeys(apiAt(sandbox.url), { ...options, charges: Math.ceil(options.charges / 10) }),
  );
  await step('30 at once', async () => {
    const api = apiAt(sandbox.url);
    for (const charging of await readChargings()) {
      await atOnce(api, charging, 30, `at once by ${charging.name}`);
    }
    return {};
  });
  await step('cards killed', () => killCards(options));
} finally {
  await sandbox.close();
}

async function step(name: string, run: () => Promise<object>): Promise<void> {
  const started = performance.now();
  const seen = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: holds (${seconds} s) ${JSON.stringify(seen)}`);
}
