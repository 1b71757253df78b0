import * as charges from '#lib/operations/charges.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(charges.update, {
  chargeId: 'charge',
  description: 'description',
  receiptEmail: 'receipt_email',
  fraudDetails: 'fraud_details',
  metadata: 'metadata',
  shipping: 'shipping',
});
