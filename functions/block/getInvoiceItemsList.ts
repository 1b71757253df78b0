import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(invoiceItems.list, {
  customer: 'customer',
});
