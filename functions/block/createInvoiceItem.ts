import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(invoiceItems.create, {
  amount: { to: 'amount', required: false },
  currency: 'currency',
  customer: 'customer',
  description: 'description',
  discountable: 'discountable',
  invoice: 'invoice',
  metadata: 'metadata',
  subscription: 'subscription',
});
