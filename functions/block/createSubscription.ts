import * as subscriptions from '#lib/operations/subscriptions.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { fromOne } from '#lib/surfaces/block/percentages.ts';

export const handler = block(subscriptions.create, {
  applicationFeePercent: {
    to: 'application_fee_percent',
    parameter: fromOne(subscriptions.create.parameters.application_fee_percent),
  },
  coupon: 'coupon',
  customer: 'customer',
  plan: 'plan',
  source: 'source',
  quantity: 'quantity',
  metadata: 'metadata',
  taxPercent: { to: 'tax_percent', parameter: fromOne(subscriptions.create.parameters.tax_percent) },
  trialEnd: 'trial_end',
});
