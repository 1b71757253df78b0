import * as plans from '#lib/operations/plans.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(plans.del, {
  planId: 'plan',
});
