import * as charges from '#lib/stripe/charges.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(charges.create, {
  amount: 'amount',
  currency: 'currency',
  capture: 'capture',
  description: 'description',
  receiptEmail: 'receipt_email',
  customer: 'customer',
  source: 'source',
  statementDescriptor: 'statement_descriptor',
});
