import * as transferReversals from '#lib/stripe/transfer-reversals.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(transferReversals.create, {
  transferId: 'id',
  description: 'description',
  metadata: 'metadata',
  refundApplicationFee: 'refund_application_fee',
});
