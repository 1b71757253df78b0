import * as discounts from '#lib/operations/discounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(discounts.deleteCustomerDiscount, {
  customerId: 'customer',
});
