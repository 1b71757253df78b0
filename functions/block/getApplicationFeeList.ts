import * as applicationFees from '#lib/operations/application-fees.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(applicationFees.list, {
  chargeId: 'charge',
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
