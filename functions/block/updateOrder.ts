import * as orders from '#lib/operations/orders.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orders.update, {
  orderId: 'id',
  coupon: 'coupon',
  metadata: 'metadata',
  shipping: 'shipping',
  status: 'status',
});
