import * as orders from '#lib/stripe/orders.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(orders.pay, {
  orderId: 'id',
  customer: 'customer',
  source: 'source',
  metadata: 'metadata',
  email: 'email',
});
