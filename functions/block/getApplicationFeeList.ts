import * as applicationFees from '#lib/stripe/application-fees.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(applicationFees.list, {
  chargeId: 'charge',
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
