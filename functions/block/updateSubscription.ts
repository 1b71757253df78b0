import * as subscriptions from '#lib/operations/subscriptions.ts';
import { assertUnchanged } from '#lib/surfaces/block/assert-unchanged.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { fromOne } from '#lib/surfaces/block/percentages.ts';

export const handler = block(
  subscriptions.update,
  {
    subscriptionId: 'subscription',
    applicationFeePercent: {
      to: 'application_fee_percent',
      parameter: fromOne(subscriptions.update.parameters.application_fee_percent),
    },
    coupon: 'coupon',
    customer: {
      parameter: subscriptions.list.parameters.customer,
      description: 'The customer of the subscription, who cannot be changed; a different one is rejected.',
    },
    plan: 'plan',
    source: 'source',
    quantity: 'quantity',
    metadata: 'metadata',
    taxPercent: { to: 'tax_percent', parameter: fromOne(subscriptions.update.parameters.tax_percent) },
    trialEnd: 'trial_end',
  },
  assertUnchanged(subscriptions.update, subscriptions.retrieve, 'customer'),
);
