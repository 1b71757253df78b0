import * as orderReturns from '#lib/operations/order-returns.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orderReturns.list, {
  created: 'created',
  order: 'order',
});
