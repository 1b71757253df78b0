import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(feeRefunds.list, {
  appId: { to: 'id', description: 'The application fee; not an application, whatever the name says.' },
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
