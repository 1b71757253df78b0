import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';
import { agreeing } from '#lib/surface/block-agreement.ts';
import { fromOne } from '#lib/surface/block-percentages.ts';

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
      description: 'The customer whose subscription it is, which cannot change; another one is refused.',
    },
    plan: 'plan',
    source: 'source',
    quantity: 'quantity',
    metadata: 'metadata',
    taxPercent: { to: 'tax_percent', parameter: fromOne(subscriptions.update.parameters.tax_percent) },
    trialEnd: 'trial_end',
  },
  agreeing(subscriptions.update, subscriptions.retrieve, 'customer'),
);
