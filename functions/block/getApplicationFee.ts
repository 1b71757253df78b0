import * as applicationFees from '#lib/stripe/application-fees.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(applicationFees.retrieve, {
  feeId: 'id',
});
