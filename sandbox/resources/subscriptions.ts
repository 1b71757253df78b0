/** Subscriptions, by themselves and by way of their customers. */
import * as ofCustomers from '#lib/stripe/customer-subscriptions.ts';
import * as subscriptions from '#lib/stripe/subscriptions.ts';
import { cancelAtPeriodEnd, cancelNow } from '../billing/cancel.ts';
import { changeSubscription } from '../billing/change.ts';
import { showPlan } from '../billing/lines.ts';
import { subscribe } from '../billing/subscribe.ts';
import type { Call } from '../call.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import type { Coupon } from './coupons.ts';
import { customer } from './customers.ts';
import { showDiscount } from './discounts.ts';
import type { Plan } from './plans.ts';

export { endPeriod, trialWillEnd } from '../billing/renew.ts';

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

export const create = implement(subscriptions.create, subscribe);

export const retrieve = implement(subscriptions.retrieve, (call, { subscription: id }) =>
  call.find(subscription, id),
);

/** A canceled subscription can be looked at, but for changes it is not there any more. */
export const update = implement(subscriptions.update, (call, { subscription: id, ...changes }) => {
  const current = call.find(subscription, id);
  return isLive(current)
    ? changeSubscription(call, current, changes)
    : call.missing(subscription.noun, id, 'subscription');
});

export const cancel = implement(subscriptions.cancel, (call, { subscription: id, at_period_end }) => {
  const current = call.find(subscription, id);
  if (!isLive(current)) {
    call.missing(subscription.noun, id, 'subscription');
  }
  return at_period_end ? cancelAtPeriodEnd(call, current) : cancelNow(call, current);
});

export const list = implement(subscriptions.list, (call, parameters) => {
  const { customer: id, plan, status, ...paging } = parameters;
  if (status === undefined) {
    return call.page(subscription, paging, id === undefined ? { live: 'true', plan } : { live_of: id, plan });
  }
  return call.page(subscription, paging, {
    customer: id,
    plan,
    status: status === 'all' ? undefined : status,
  });
});

export const createForCustomer = implement(ofCustomers.create, subscribe);

export const retrieveOfCustomer = implement(
  ofCustomers.retrieve,
  (call, { customer: owner, subscription: id }) => ofCustomer(call, owner, id),
);

export const updateOfCustomer = implement(
  ofCustomers.update,
  (call, { customer: owner, subscription: id, ...changes }) =>
    changeSubscription(call, liveOfCustomer(call, owner, id), changes),
);

export const cancelOfCustomer = implement(
  ofCustomers.cancel,
  (call, { customer: owner, subscription: id, at_period_end }) => {
    const current = liveOfCustomer(call, owner, id);
    return at_period_end ? cancelAtPeriodEnd(call, current) : cancelNow(call, current);
  },
);

export const listOfCustomer = implement(ofCustomers.list, (call, { customer: owner, ...paging }) =>
  call.page(subscription, paging, { live_of: call.find(customer, owner).id }),
);

/** A subscription of a customer; those of others are not found. */
export function ofCustomer(call: Call, owner: string, id: string): Subscription {
  call.find(customer, owner);
  const found = call.peek(subscription, id);
  return found?.customer === owner ? found : notOfCustomer(owner, id);
}

function liveOfCustomer(call: Call, owner: string, id: string): Subscription {
  const found = ofCustomer(call, owner, id);
  return isLive(found) ? found : notOfCustomer(owner, id);
}

function notOfCustomer(owner: string, id: string): never {
  throw invalidRequest(`Customer ${owner} does not have a subscription with ID ${id}`, {
    param: 'subscription',
    status: 404,
  });
}
