import * as invoiceItems from '#lib/stripe/invoice-items.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(invoiceItems.update, {
  itemId: 'invoiceitem',
  amount: 'amount',
  description: 'description',
  discountable: 'discountable',
  metadata: 'metadata',
});
