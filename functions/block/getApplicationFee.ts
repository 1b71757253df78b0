import * as applicationFees from '#lib/operations/application-fees.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(applicationFees.retrieve, {
  feeId: 'id',
});
