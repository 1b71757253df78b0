/** A small run of `npm run test:model`. */
import { expect, test } from '@jest/globals';
import { runModel } from './model.ts';

test('the money adds up after random sequences of operations', async () => {
  const counts = await runModel({ sequences: 40, seed: 1 });
  const never = Object.entries(counts).filter(([, { done }]) => done === 0);
  expect(never).toEqual([]);
});
