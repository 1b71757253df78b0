import * as balance from '#lib/operations/balance.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(balance.history, {
  currency: 'currency',
  startingAfter: 'starting_after',
  limit: 'limit',
  type: 'type',
});
