/** What a coupon takes off an amount. */
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';

/** A share of an amount, in percent with at most four decimal places; -0 never comes out. */
export function percentOf(amount: number, percent: number): number {
  return rounded((amount * Math.round(percent * 10_000)) / 1_000_000);
}

export function rounded(amount: number): number {
  return Math.sign(amount) * Math.round(Math.abs(amount)) || 0;
}

/** What a coupon takes off an amount, at most all of it. */
export function discountOn(amount: number, coupon: Coupon | null, most = amount): number {
  if (coupon === null) {
    return 0;
  }
  return coupon.amount_off === null
    ? percentOf(amount, coupon.percent_off!)
    : Math.min(coupon.amount_off, most);
}
