import * as transferReversals from '#lib/stripe/transfer-reversals.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(transferReversals.create, {
  transferId: 'id',
  amount: { to: 'amount', beyondTable: true },
  description: 'description',
  metadata: 'metadata',
  refundApplicationFee: 'refund_application_fee',
});
