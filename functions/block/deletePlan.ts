import * as plans from '#lib/stripe/plans.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(plans.del, {
  planId: 'plan',
});
