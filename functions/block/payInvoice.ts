import * as invoices from '#lib/stripe/invoices.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(invoices.pay, {
  invoiceId: 'invoice',
});
