import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(invoiceItems.update, {
  itemId: 'invoiceitem',
  amount: 'amount',
  description: 'description',
  discountable: 'discountable',
  metadata: 'metadata',
});
