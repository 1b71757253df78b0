/** Subscriptions, under their own URLs and under those of their customers. */

import * as ofCustomers from '#lib/operations/customer-subscriptions.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { isLive, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import { implement } from '#sandbox/engine/define.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { cancelAtPeriodEnd, cancelNow } from './cancel.ts';
import { changeSubscription } from './change.ts';
import { liveOfCustomer, ofCustomer } from './customer-subscriptions.ts';
import { subscribe } from './subscribe.ts';

export const create = implement(subscriptions.create, subscribe);

export const retrieve = implement(subscriptions.retrieve, (call, { subscription: id }) =>
  call.find(subscription, id),
);

/** A canceled subscription can be retrieved but not updated. */
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
