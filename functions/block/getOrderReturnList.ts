import * as orderReturns from '#lib/stripe/order-returns.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(orderReturns.list, {
  created: 'created',
  order: 'order',
});
