import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';
import { fromOne } from '#lib/surface/block-percentages.ts';

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
