import * as orders from '#lib/operations/orders.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(orders.pay, {
  orderId: 'id',
  customer: 'customer',
  source: 'source',
  metadata: 'metadata',
  email: 'email',
});
