/** The discount that a coupon gives. */
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';

/** Returns a percentage of an amount; `percent` has at most four decimal places. Never returns -0. */
export function percentOf(amount: number, percent: number): number {
  return rounded((amount * Math.round(percent * 10_000)) / 1_000_000);
}

export function rounded(amount: number): number {
  return Math.sign(amount) * Math.round(Math.abs(amount)) || 0;
}

/** Returns the discount of a coupon on an amount, at most all of it. */
export function discountOn(amount: number, coupon: Coupon | null, most = amount): number {
  if (coupon === null) {
    return 0;
  }
  return coupon.amount_off === null
    ? percentOf(amount, coupon.percent_off!)
    : Math.min(coupon.amount_off, most);
}
