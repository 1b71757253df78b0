import * as plans from '#lib/stripe/plans.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(plans.update, {
  planId: 'plan',
  name: 'name',
  metadata: 'metadata',
  statementDescriptor: 'statement_descriptor',
});
