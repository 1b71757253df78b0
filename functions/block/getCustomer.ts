import * as customers from '#lib/stripe/customers.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(customers.retrieve, {
  customerId: 'customer',
});
