import * as plans from '#lib/operations/plans.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(plans.create, {
  planId: 'id',
  amount: 'amount',
  currency: 'currency',
  interval: 'interval',
  name: 'name',
  intervalCount: 'interval_count',
  metadata: 'metadata',
  statementDescriptor: 'statement_descriptor',
  trialPeriodDays: 'trial_period_days',
});
