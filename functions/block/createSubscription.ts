import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(subscriptions.create, {
  applicationFeePercent: 'application_fee_percent',
  coupon: 'coupon',
  customer: 'customer',
  plan: 'plan',
  source: 'source',
  quantity: 'quantity',
  metadata: 'metadata',
  taxPercent: 'tax_percent',
  trialEnd: 'trial_end',
});
