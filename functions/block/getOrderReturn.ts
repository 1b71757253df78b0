import * as orderReturns from '#lib/operations/order-returns.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orderReturns.retrieve, {
  orderId: { to: 'id', description: 'The order return; not an order, despite the name.' },
});
