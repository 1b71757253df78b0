import * as charges from '#lib/operations/charges.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(charges.capture, {
  chargeId: 'charge',
  amount: 'amount',
  applicationFee: 'application_fee',
  receiptEmail: 'receipt_email',
  statementDescriptor: 'statement_descriptor',
});
