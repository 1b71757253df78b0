import * as orders from '#lib/stripe/orders.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(orders.retrieve, {
  orderId: 'id',
});
