import * as invoices from '#lib/operations/invoices.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(invoices.create, {
  customer: 'customer',
  applicationFee: 'application_fee',
  description: 'description',
  metadata: 'metadata',
  statementDescriptor: 'statement_descriptor',
  subscription: 'subscription',
  taxPercent: 'tax_percent',
});
