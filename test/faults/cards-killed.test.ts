/** A small run of `npm run test:faults`: the card service is killed during its calls. */
import { expect, test } from '@jest/globals';
import { killCards } from './cards-killed.ts';

test('no card is lost or doubled when the card service is killed', async () => {
  const { kills } = await killCards({ operations: 15, seed: 'test' });
  expect(kills).toBeGreaterThan(0);
}, 60_000);
