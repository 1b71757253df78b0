/** A small run of `npm run test:faults`, and what each kind of lost answer comes to. */
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { apiAt } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { WAYS } from '../helpers/ways.ts';
import { type Charging, readChargings } from './charging.ts';
import { atOnce, withKeys, withoutKeys } from './exactly-once.ts';
import { STRIPE_TIMEOUT } from './faults.ts';

process.env['STRIPE_TIMEOUT'] = String(STRIPE_TIMEOUT);

const sandbox = testSandbox();
const budget = { charges: 60, callers: 16, faults: 0.3, seed: 'test' };
afterEach(() => {
  delete process.env['CARD_PAYMENTS'];
});
let chargings: Charging[];
beforeAll(async () => {
  chargings = await readChargings();
});

test.each(WAYS)('payments with keys are made once, whatever goes wrong on the way: %s', async (way) => {
  const seen = await withKeys(apiAt(sandbox.url), { ...budget, way });
  expect(seen.surfaces).toEqual(expect.arrayContaining(['block', 'socket']));
  expect(seen.hits).toBeGreaterThan(budget.charges * 0.2);
  expect(seen.renewed).toBeGreaterThan(0);
});

test.each(WAYS)(
  'a call without a key is never carried out twice, and can be repeated safely: %s',
  async (way) => {
    const seen = await withoutKeys(apiAt(sandbox.url), { ...budget, faults: 0.6, way });
    expect(seen.hits).toBeGreaterThan(budget.charges * 0.5);
  },
);

describe('30 calls at once with one key make one charge', () => {
  test.each(WAYS.flatMap((way) => ['block', 'socket', 'rest'].map((surface) => [surface, way] as const)))(
    'through the %s: %s',
    async (surface, way) => {
      const charging = chargings.find(({ name }) => name === surface)!;
      const reference = `at once by ${surface}`;
      await atOnce(apiAt(sandbox.url), charging, { callers: 30, reference, way });
      expect(chargings).toHaveLength(3);
    },
  );
});
