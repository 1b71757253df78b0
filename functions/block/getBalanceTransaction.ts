import * as balance from '#lib/operations/balance.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(balance.transaction, {
  id: 'id',
});
