import * as balance from '#lib/stripe/balance.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(balance.transaction, {
  id: 'id',
});
