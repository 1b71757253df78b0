import * as discounts from '#lib/stripe/discounts.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(discounts.deleteCustomerDiscount, {
  customerId: 'customer',
});
