import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(feeRefunds.retrieve, {
  feeId: 'fee',
  refundId: 'id',
});
