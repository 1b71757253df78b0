/** Discounts: what is stored of them and how they are shown. */
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import { latest } from '#sandbox/engine/reusable-ids.ts';
import { type Coupon, coupon } from '#sandbox/payments/objects/coupons.ts';

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

/** What may have a discount: a customer or a subscription. */
export interface Discounted {
  /** Its id. */
  readonly discount: string | null;
}

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
