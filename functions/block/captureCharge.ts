import * as charges from '#lib/stripe/charges.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(charges.capture, {
  chargeId: 'charge',
  amount: 'amount',
  applicationFee: 'application_fee',
  receiptEmail: 'receipt_email',
  statementDescriptor: 'statement_descriptor',
});
