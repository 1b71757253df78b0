/**
 * `npm run test:faults`: payments through every surface while requests to Stripe go wrong, and functions killed during
 * their calls; in each way of paying with cards. Options: --charges 10000 --callers 16 --faults 0.3 --operations 500 (of the card service) --seed text;
 * the seed of a run is printed, and repeats it.
 */
import { startSandbox } from '#sandbox/server/server.ts';
import { apiAt } from '../helpers/api.ts';
import { anySeed, readOptions } from '../helpers/options.ts';
import { WAYS } from '../helpers/ways.ts';
import { killCards } from './cards-killed.ts';
import { killCharges } from './charges-killed.ts';
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
  for (const way of WAYS) {
    await step(`${way}, with keys`, () => withKeys(apiAt(sandbox.url), { ...options, way }));
    await step(`${way}, without keys`, () =>
      withoutKeys(apiAt(sandbox.url), { ...options, way, charges: Math.ceil(options.charges / 10) }),
    );
    await step(`${way}, 30 at once`, async () => {
      const api = apiAt(sandbox.url);
      for (const charging of await readChargings()) {
        const reference = `at once by ${charging.name}`;
        await atOnce(api, charging, { callers: 30, reference, way });
      }
      return {};
    });
    await step(`${way}, killed`, () => killCharges({ ...options, way }));
    await step(`${way}, cards killed`, () => killCards({ ...options, way }));
  }
} finally {
  await sandbox.close();
}

async function step(name: string, run: () => Promise<object>): Promise<void> {
  const started = performance.now();
  const seen = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: holds (${seconds} s) ${JSON.stringify(seen)}`);
}
