import * as charges from '#lib/stripe/charges.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(charges.list, {
  created: 'created',
  customer: 'customer',
  endingBefore: 'ending_before',
  limit: 'limit',
  source: 'source',
  startingAfter: 'starting_after',
});
