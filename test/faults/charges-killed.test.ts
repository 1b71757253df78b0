/** A small run of `npm run test:faults`: functions are killed between the requests that a payment comes to. */
import { afterEach, expect, test } from '@jest/globals';
import { WAYS } from '../helpers/ways.ts';
import { killCharges } from './charges-killed.ts';

afterEach(() => {
  delete process.env['CARD_PAYMENTS'];
});

test.each(WAYS)('no payment or card is lost or doubled when functions are killed: %s', async (way) => {
  const { kills } = await killCharges({ operations: 8, seed: 'test', way });
  expect(kills).toBeGreaterThan(0);
});
