import * as charges from '#lib/operations/charges.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(charges.list, {
  created: 'created',
  customer: 'customer',
  endingBefore: 'ending_before',
  limit: 'limit',
  source: 'source',
  startingAfter: 'starting_after',
});
