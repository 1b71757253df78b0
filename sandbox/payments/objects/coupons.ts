/** Coupons: what is stored, and how they are rendered. */
import { resource } from '#sandbox/engine/resource.ts';
import type { Reusable } from '#sandbox/engine/reusable-ids.ts';

/** A stored coupon. */
export interface Coupon extends Reusable {
  readonly object: 'coupon';
  readonly created: number;
  /** In the smallest currency unit; null if `percent_off` is set. */
  readonly amount_off: number | null;
  readonly currency: string | null;
  readonly duration: 'forever' | 'once' | 'repeating';
  readonly duration_in_months: number | null;
  readonly max_redemptions: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly percent_off: number | null;
  readonly redeem_by: number | null;
  readonly times_redeemed: number;
}

export const coupon = resource<Coupon>('coupon', {
  render: (coupon, { now }) => ({
    id: coupon.id,
    object: 'coupon',
    amount_off: coupon.amount_off,
    created: coupon.created,
    currency: coupon.currency,
    duration: coupon.duration,
    duration_in_months: coupon.duration_in_months,
    livemode: false,
    max_redemptions: coupon.max_redemptions,
    metadata: { ...coupon.metadata },
    percent_off: coupon.percent_off,
    redeem_by: coupon.redeem_by,
    times_redeemed: coupon.times_redeemed,
    valid: isValid(coupon, now),
  }),
});

/** Whether it can be redeemed at a time, in Unix seconds. */
export function isValid({ max_redemptions, redeem_by, times_redeemed }: Coupon, now: number): boolean {
  return (redeem_by ?? Infinity) >= now && times_redeemed < (max_redemptions ?? Infinity);
}
