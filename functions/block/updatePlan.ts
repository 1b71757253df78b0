import * as plans from '#lib/operations/plans.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(plans.update, {
  planId: 'plan',
  name: 'name',
  metadata: 'metadata',
  statementDescriptor: 'statement_descriptor',
});
