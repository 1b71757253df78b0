import * as coupons from '#lib/operations/coupons.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(coupons.create, {
  couponId: 'id',
  duration: { to: 'duration', required: false },
  amountOff: 'amount_off',
  currency: 'currency',
  durationInMonths: 'duration_in_months',
  maxRedemptions: 'max_redemptions',
  metadata: 'metadata',
  percentOff: 'percent_off',
  redeemBy: 'redeem_by',
});
