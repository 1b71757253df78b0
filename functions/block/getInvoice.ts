import * as invoices from '#lib/operations/invoices.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(invoices.retrieve, {
  invoiceId: 'invoice',
});
