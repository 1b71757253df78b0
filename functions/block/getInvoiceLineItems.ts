import * as invoices from '#lib/stripe/invoices.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(invoices.lines, {
  invoice: 'invoice',
  coupon: 'coupon',
  customer: 'customer',
  subscription: 'subscription',
  subscriptionPlan: 'subscription_plan',
  subscriptionProrate: 'subscription_prorate',
  subscriptionProrationDate: 'subscription_proration_date',
  subscriptionQuantity: 'subscription_quantity',
  subscriptionTrialEnd: 'subscription_trial_end',
});
