/** Discounts: coupons that were applied to a customer or a subscription. */
import * as discounts from '#lib/operations/discounts.ts';
import { type Discount, type Discounted, discount } from '#sandbox/billing/objects/discounts.ts';
import { type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { onTaskIfCurrent, scheduleFor } from '#sandbox/engine/versioned-tasks.ts';
import { redeemable } from '#sandbox/payments/coupons.ts';
import { type Coupon, coupon } from '#sandbox/payments/objects/coupons.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { ofCustomer } from './customer-subscriptions.ts';
import { useCurrency } from './payer.ts';
import { addMonths } from './periods.ts';

/** Makes the discount of a coupon, before it is stored. */
export function discountOf(
  call: Call,
  applied: Coupon,
  to: Pick<Discount, 'customer' | 'subscription'>,
): Omit<Discount, 'id' | 'object'> {
  const { duration_in_months: months } = applied;
  const end = months === null ? null : addMonths(call.now, months);
  return { coupon: applied, ...to, end, start: call.now };
}

/** Redeems a coupon. It replaces the customer's or the subscription's current discount. */
export function redeem(call: Call, id: string, owner: Customer | Subscription): void {
  const applied = redeemable(call, id);
  const customerId = owner.object === 'customer' ? owner.id : owner.customer;
  if (applied.currency !== null) {
    useCurrency(call, customerId, applied.currency);
  }
  const to = { customer: customerId, subscription: owner.object === 'customer' ? null : owner.id };
  const fields = discountOf(call, applied, to);
  const old = call.peek(discount, owner.discount);
  const kept = old === undefined ? call.create(discount, fields) : call.change(discount, old, fields);
  call.change(coupon, applied, { times_redeemed: applied.times_redeemed + 1 });
  setDiscount(call, kept, kept.id);
  if (kept.end !== null) {
    scheduleFor(call, endDiscount, kept.id, kept.end);
  }
  call.announce(old === undefined ? 'customer.discount.created' : 'customer.discount.updated', kept);
}

/** Removes a discount. */
export function removeDiscount(call: Call, removed: Discount): void {
  call.announce('customer.discount.deleted', removed);
  setDiscount(call, removed, null);
  call.remove(discount, removed);
}

export const endDiscount = onTaskIfCurrent('discount.end', (call, id, end) => {
  const ended = call.peek(discount, id);
  if (ended?.end === end) {
    removeDiscount(call, ended);
  }
});

export const deleteCustomerDiscount = implement(discounts.deleteCustomerDiscount, (call, { customer: id }) =>
  deleteDiscount(call, call.find(customer, id), `customer: ${id}`),
);

export const deleteSubscriptionDiscount = implement(
  discounts.deleteSubscriptionDiscount,
  (call, { subscription: id }) => {
    const owner = call.find(subscription, id);
    return deleteDiscount(call, owner, `subscription ${id} on customer ${owner.customer}`);
  },
);

export const retrieveCustomerDiscount = implement(
  discounts.retrieveCustomerDiscount,
  (call, { customer: id }) => activeDiscount(call, call.find(customer, id), `customer: ${id}`),
);

export const retrieveOfCustomersSubscription = implement(
  discounts.retrieveOfCustomersSubscription,
  (call, { customer: owner, subscription: id }) =>
    activeDiscount(call, ofCustomer(call, owner, id), `subscription ${id} on customer ${owner}`),
);

export const deleteOfCustomersSubscription = implement(
  discounts.deleteOfCustomersSubscription,
  (call, { customer: owner, subscription: id }) =>
    deleteDiscount(call, ofCustomer(call, owner, id), `subscription ${id} on customer ${owner}`),
);

function deleteDiscount(call: Call, discounted: Discounted, owner: string): Json {
  const found = activeDiscount(call, discounted, owner);
  removeDiscount(call, found);
  return { deleted: true, id: found.id };
}

function activeDiscount(call: Call, { discount: id }: Discounted, owner: string): Discount {
  const found = call.peek(discount, id);
  if (found === undefined) {
    throw invalidRequest(`No active discount for ${owner}`, { status: 404 });
  }
  return found;
}

/** Sets or clears the discount of its owner, if the owner still exists. */
function setDiscount(
  call: Call,
  { customer: customerId, subscription: id }: Discount,
  to: string | null,
): void {
  if (id !== null) {
    call.change(subscription, call.find(subscription, id), { discount: to });
    return;
  }
  const owner = call.peek(customer, customerId);
  if (owner !== undefined) {
    call.change(customer, owner, { discount: to });
  }
}
