import * as invoiceItems from '#lib/stripe/invoice-items.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(invoiceItems.del, {
  invoiceitem: 'invoiceitem',
});
