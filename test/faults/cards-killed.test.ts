/** A small run of `npm run test:faults`: the card service is killed during its calls. */
import { afterEach, expect, test } from '@jest/globals';
import { WAYS } from '../helpers/ways.ts';
import { killCards } from './cards-killed.ts';

afterEach(() => {
  delete process.env['CARD_PAYMENTS'];
});

test.each(WAYS)('no card is lost or doubled when the card service is killed: %s', async (way) => {
  const { kills } = await killCards({ operations: 15, seed: 'test', way });
  expect(kills).toBeGreaterThan(0);
});
