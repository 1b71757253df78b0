import * as refunds from '#lib/operations/refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(refunds.create, {
  chargeId: 'charge',
  amount: 'amount',
  metadata: 'metadata',
  reason: 'reason',
  refundApplicationFee: 'refund_application_fee',
  reverseTransfer: 'reverse_transfer',
});
