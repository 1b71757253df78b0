import * as customers from '#lib/operations/customers.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(customers.del, {
  customerId: 'customer',
});
