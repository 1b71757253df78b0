/** Older endpoints that do the same as those that replaced them. */
import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { cancelAtPeriodEnd, cancelNow } from './cancel.ts';
import { changeSubscription } from './change.ts';
import { redeem } from './discounts.ts';
import { subscribe } from './subscribe.ts';

export const retrieveOnlySubscription = implement(subscriptions.retrieveOnly, (call, { customer: owner }) =>
  theOnlySubscription(call, owner),
);

/** Changes the plan of a customer's subscription, or subscribes a customer who has none. */
export const updateOnlySubscription = implement(subscriptions.updateOnly, (call, parameters) => {
  const { customer: owner, coupon, prorate, proration_date, ...others } = parameters;
  const current = onlySubscription(call, owner);
  const itsOwn = call.hasFlag('subscriptions have coupons of their own');
  if (coupon !== undefined && !itsOwn) {
    redeem(call, coupon, call.find(customer, owner));
  }
  const wanted = { ...others, coupon: itsOwn ? coupon : undefined };
  return current === undefined
    ? subscribe(call, { customer: owner, ...wanted })
    : changeSubscription(call, current, { ...wanted, prorate, proration_date });
});

export const cancelOnlySubscription = implement(
  subscriptions.cancelOnly,
  (call, { customer: owner, at_period_end }) => {
    const current = theOnlySubscription(call, owner);
    return at_period_end ? cancelAtPeriodEnd(call, current) : cancelNow(call, current);
  },
);

function theOnlySubscription(call: Call, owner: string): Subscription {
  const current = onlySubscription(call, owner);
  if (current === undefined) {
    throw invalidRequest(`No active subscription for customer: ${owner}`, { status: 404 });
  }
  return current;
}

/** Returns the subscription of a customer; if there are several, the newest. */
function onlySubscription(call: Call, owner: string): Subscription | undefined {
  const [newest] = call.newest(subscription, { live_of: call.find(customer, owner, 'customer').id }, 1);
  return newest;
}
