import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(feeRefunds.update, {
  feeId: 'fee',
  refundId: 'id',
  metadata: 'metadata',
});
