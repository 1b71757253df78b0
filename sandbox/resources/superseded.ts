/** Calls that others have superseded and that go on working: they do what those do. */
import * as cards from '#lib/stripe/cards.ts';
import * as charges from '#lib/stripe/charges.ts';
import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import { cancelAtPeriodEnd, cancelNow } from '../billing/cancel.ts';
import { changeSubscription } from '../billing/change.ts';
import { subscribe } from '../billing/subscribe.ts';
import type { Call } from '../call.ts';
import { implement } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { charge } from './charges.ts';
import { customer } from './customers.ts';
import { redeem } from './discounts.ts';
import * as refunds from './refunds.ts';
import * as sources from './sources.ts';
import { type Subscription, subscription } from './subscriptions.ts';

export const createCard = implement(cards.create, (call, parameters) =>
  sources.create.behave(call, parameters),
);

export const retrieveCard = implement(cards.retrieve, (call, parameters) => {
  checkCard(call, parameters.id);
  return sources.retrieve.behave(call, parameters);
});

export const updateCard = implement(cards.update, (call, parameters) => {
  checkCard(call, parameters.id);
  return sources.update.behave(call, parameters);
});

export const deleteCard = implement(cards.del, (call, parameters) => {
  checkCard(call, parameters.id);
  return sources.del.behave(call, parameters);
});

export const listCards = implement(cards.list, (call, parameters) =>
  sources.list.behave(call, { ...parameters, object: 'card' }),
);

/** A customer's bank accounts are not among the cards. */
function checkCard(call: Call, id: string): void {
  const found = sources.peekSource(call, id);
  if (found !== undefined && found.object !== 'card') {
    call.missing('card', id, 'id');
  }
}

export const refundCharge = implement(charges.refund, (call, parameters) => {
  refunds.create.behave(call, parameters);
  return call.find(charge, parameters.charge);
});

/** Who has a subscription moves it to the plan; who has none is subscribed. */
export const updateOnlySubscription = implement(subscriptions.updateOnly, (call, parameters) => {
  const { customer: owner, coupon, prorate, proration_date, ...others } = parameters;
  const current = onlySubscription(call, owner);
  const itsOwn = call.does('subscriptions have coupons of their own');
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
    const current = onlySubscription(call, owner);
    if (current === undefined) {
      throw invalidRequest(`No active subscription for customer: ${owner}`, { status: 404 });
    }
    return at_period_end ? cancelAtPeriodEnd(call, current) : cancelNow(call, current);
  },
);

/** The subscription of a customer; of several, the newest. */
function onlySubscription(call: Call, owner: string): Subscription | undefined {
  const [newest] = call.newest(subscription, { live_of: call.find(customer, owner, 'customer').id }, 1);
  return newest;
}
