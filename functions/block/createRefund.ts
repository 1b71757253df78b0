import * as refunds from '#lib/stripe/refunds.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(refunds.create, {
  chargeId: 'charge',
  amount: 'amount',
  metadata: 'metadata',
  reason: 'reason',
  refundApplicationFee: 'refund_application_fee',
  reverseTransfer: 'reverse_transfer',
});
