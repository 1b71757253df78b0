/** Discounts: coupons that were applied to a customer or to a subscription. */
import * as discounts from '#lib/stripe/discounts.ts';
import { appoint, whenAppointed } from '../billing/appointments.ts';
import { latest } from '../billing/latest.ts';
import { useCurrency } from '../billing/payer.ts';
import { addMonths } from '../billing/periods.ts';
import type { Call } from '../call.ts';
import { implement, type Json, resource, type Stored, type View } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { type Coupon, coupon, isValid } from './coupons.ts';
import { type Customer, customer } from './customers.ts';
import { ofCustomer, type Subscription, subscription } from './subscriptions.ts';

/** A discount as it is kept. */
export interface Discount extends Stored {
  readonly object: 'discount';
  /** The coupon, as it was when it was applied. */
  readonly coupon: Coupon;
  readonly customer: string;
  /** Null where it does not end by itself. */
  readonly end: number | null;
  readonly start: number;
  /** Null where it applies to all that the customer is billed for. */
  readonly subscription: string | null;
}

export const discount = resource<Discount>('discount', {
  id: { prefix: 'di', length: 24 },
  expandable: { customer: 'customer' },
  render: (discount, view) => ({
    object: 'discount',
    coupon: view.show(latest(view, coupon, discount.coupon)),
    customer: discount.customer,
    end: discount.end,
    start: discount.start,
    subscription: discount.subscription,
  }),
});

/** What has, or has not, a discount. */
type Discounted = Pick<Customer | Subscription, 'discount'>;

/** The discount of a customer or a subscription, as it is shown there. */
export function showDiscount(view: View, { discount: id }: Discounted): Json | null {
  const found = view.peek(discount, id);
  return found === undefined ? null : view.show(found);
}

/** The discount that an invoice of a moment has: that of its subscription, or else that of its customer. */
export function discountAt(
  view: View,
  moment: number,
  ...discounted: (Discounted | undefined)[]
): Discount | null {
  return (
    discounted
      .map((one) => view.peek(discount, one?.discount ?? null))
      .find((one) => one !== undefined && (one.end ?? Infinity) > moment) ?? null
  );
}

/**
 * The coupon that a parameter names.
 * @throws {StripeError} 400 when there is none, or it cannot be redeemed any more
 */
export function redeemable(call: Call, id: string): Coupon {
  const found = call.find(coupon, id, 'coupon');
  if (!isValid(found, call.now)) {
    throw invalidRequest(`Coupon expired: ${id}`, { param: 'coupon' });
  }
  return found;
}

/** A discount as a coupon makes it, before it is kept. */
export function discountOf(
  call: Call,
  applied: Coupon,
  to: Pick<Discount, 'customer' | 'subscription'>,
): Omit<Discount, 'id' | 'object'> {
  const { duration_in_months: months } = applied;
  const end = months === null ? null : addMonths(call.now, months);
  return { coupon: applied, ...to, end, start: call.now };
}

/** Redeems a coupon: it takes the place of what discount the customer, or the subscription, had. */
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
    appoint(call, endDiscount, kept.id, kept.end);
  }
  call.announce(old === undefined ? 'customer.discount.created' : 'customer.discount.updated', kept);
}

/** Takes a discount away. */
export function removeDiscount(call: Call, removed: Discount): void {
  call.announce('customer.discount.deleted', removed);
  setDiscount(call, removed, null);
  call.remove(discount, removed);
}

export const endDiscount = whenAppointed('discount.end', (call, id, end) => {
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

/** Notes with its owner, where it still exists, that there is a discount, or none. */
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
