/** Subscriptions: what is stored of them and how they are shown. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';
import { showDiscount } from './discounts.ts';
import { type Plan, showPlan } from './plans.ts';

/** A subscription as it is kept. */
export interface Subscription extends Stored {
  readonly object: 'subscription';
  readonly created: number;
  readonly application_fee_percent: number | null;
  /** The coupon that reduced what the rest of the current period was last billed at: what a proration gives back. */
  readonly billed_coupon: Coupon | null;
  /** From when the ends of periods are reckoned. */
  readonly billing_cycle_anchor: number;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: number | null;
  readonly current_period_end: number;
  readonly current_period_start: number;
  readonly customer: string;
  /** What its invoices are paid with before what the customer's are. */
  readonly default_payment_method?: string | null | undefined;
  readonly discount: string | null;
  readonly ended_at: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The plan, as it was when it was subscribed to. */
  readonly plan: Plan;
  readonly quantity: number;
  /** Since when it has its plan and quantity. */
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
