/** A small run of `npm run test:faults`, and what each kind of lost answer comes to. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiAt } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { type Charging, readChargings } from './charging.ts';
import { atOnce, withKeys, withoutKeys } from './exactly-once.ts';
import { STRIPE_TIMEOUT } from './faults.ts';

process.env['STRIPE_TIMEOUT'] = String(STRIPE_TIMEOUT);

const sandbox = testSandbox();
const budget = { charges: 60, callers: 16, faults: 0.3, seed: 'test' };
let chargings: Charging[];
beforeAll(async () => {
  chargings = await readChargings();
});

test('payments with keys are made once, whatever goes wrong on the way', async () => {
  const seen = await withKeys(apiAt(sandbox.url), budget);
  expect(seen.surfaces).toEqual(expect.arrayContaining(['block', 'socket']));
  expect(seen.hits).toBeGreaterThan(budget.charges * 0.2);
  expect(seen.renewed).toBeGreaterThan(0);
});

test('a call without a key is never carried out twice, and can be repeated safely', async () => {
  const seen = await withoutKeys(apiAt(sandbox.url), { ...budget, faults: 0.6 });
  expect(seen.hits).toBeGreaterThan(budget.charges * 0.5);
});

describe('30 calls at once with one key make one charge', () => {
  test.each(['block', 'socket', 'rest'])('through the %s', async (surface) => {
    const charging = chargings.find(({ name }) => name === surface)!;
    await atOnce(apiAt(sandbox.url), charging, 30, `at once by ${surface}`);
    expect(chargings).toHaveLength(3);
  });
});
