import * as orders from '#lib/stripe/orders.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(orders.create, {
  currency: 'currency',
  coupon: 'coupon',
  customer: 'customer',
  email: 'email',
  items: 'items',
  metadata: 'metadata',
  shipping: 'shipping',
});
