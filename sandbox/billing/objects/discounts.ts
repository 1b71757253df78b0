/** Discounts: what is stored, and how they are rendered. */
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import { latest } from '#sandbox/engine/reusable-ids.ts';
import { type Coupon, coupon } from '#sandbox/payments/objects/coupons.ts';

/** A stored discount. */
export interface Discount extends Stored {
  readonly object: 'discount';
  /** The coupon as it was when it was applied. */
  readonly coupon: Coupon;
  readonly customer: string;
  /** Null if it does not end by itself. */
  readonly end: number | null;
  readonly start: number;
  /** Null if it applies to everything the customer is billed for. */
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

/** A customer or a subscription. */
export interface Discounted {
  /** The ID of its discount. */
  readonly discount: string | null;
}

/** Renders the discount within its customer or subscription. */
export function showDiscount(view: View, { discount: id }: Discounted): Json | null {
  const found = view.peek(discount, id);
  return found === undefined ? null : view.show(found);
}

/** Returns the discount of an invoice at a time: that of its subscription, else that of its customer. */
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
