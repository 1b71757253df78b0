/** Subscriptions: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';
import { showDiscount } from './discounts.ts';
import { type Plan, showPlan } from './plans.ts';

/** A stored subscription. */
export interface Subscription extends Stored {
  readonly object: 'subscription';
  readonly created: number;
  readonly application_fee_percent: number | null;
  /**
   * The coupon that reduced the last bill for the rest of the current period; prorations credit the reduced price.
   */
  readonly billed_coupon: Coupon | null;
  /** The time that the ends of periods are computed from, in Unix seconds. */
  readonly billing_cycle_anchor: number;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: number | null;
  readonly current_period_end: number;
  readonly current_period_start: number;
  readonly customer: string;
  /** The payment method of its invoices, before the customer's. */
  readonly default_payment_method?: string | null | undefined;
  readonly discount: string | null;
  readonly ended_at: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The plan as it was when the subscription chose it. */
  readonly plan: Plan;
  readonly quantity: number;
  /** Since when it has its current plan and quantity, in Unix seconds. */
  readonly start: number;
  readonly status: 'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled';
  readonly tax_percent: number | null;
  readonly trial_end: number | null;
  readonly trial_start: number | null;
}

export const subscription = resource<Subscription>('subscription', {
  id: { prefix: 'sub', length: 14 },
  indexes: {
    customer: ({ customer }) => customer,
    live: (one) => (isLive(one) ? 'true' : null),
    live_of: (one) => (isLive(one) ? one.customer : null),
    plan: ({ plan }) => plan.id,
    status: ({ status }) => status,
  },
  expandable: { customer: 'customer' },
  render: (subscription, view) => ({
    id: subscription.id,
    object: 'subscription',
    application_fee_percent: subscription.application_fee_percent,
    cancel_at_period_end: subscription.cancel_at_period_end,
    canceled_at: subscription.canceled_at,
    created: subscription.created,
    current_period_end: subscription.current_period_end,
    current_period_start: subscription.current_period_start,
    customer: subscription.customer,
    discount: showDiscount(view, subscription),
    ended_at: subscription.ended_at,
    livemode: false,
    metadata: { ...subscription.metadata },
    plan: showPlan(view, subscription.plan),
    quantity: subscription.quantity,
    start: subscription.start,
    status: subscription.status,
    tax_percent: subscription.tax_percent,
    trial_end: subscription.trial_end,
    trial_start: subscription.trial_start,
    ...(subscription.default_payment_method != null && {
      default_payment_method: subscription.default_payment_method,
    }),
  }),
});

/** Whether it has not been canceled. */
export function isLive({ status }: Subscription): boolean {
  return status !== 'canceled';
}
