import * as orders from '#lib/operations/orders.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orders.create, {
  currency: 'currency',
  coupon: 'coupon',
  customer: 'customer',
  email: 'email',
  items: 'items',
  metadata: 'metadata',
  shipping: 'shipping',
});
