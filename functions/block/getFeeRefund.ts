import * as feeRefunds from '#lib/stripe/fee-refunds.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(feeRefunds.retrieve, {
  feeId: 'fee',
  refundId: 'id',
});
