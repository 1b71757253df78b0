import * as charges from '#lib/stripe/charges.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(charges.update, {
  chargeId: 'charge',
  description: 'description',
  receiptEmail: 'receipt_email',
  fraudDetails: 'fraud_details',
  metadata: 'metadata',
  shipping: 'shipping',
});
