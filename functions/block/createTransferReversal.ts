import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(transferReversals.create, {
  transferId: 'id',
  amount: { to: 'amount', beyondTable: true },
  description: 'description',
  metadata: 'metadata',
  refundApplicationFee: 'refund_application_fee',
});
