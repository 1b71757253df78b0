import * as accounts from '#lib/operations/accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(accounts.list, {
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
