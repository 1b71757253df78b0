import * as invoices from '#lib/operations/invoices.ts';
import { block } from '#lib/surfaces/block/block.ts';

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
