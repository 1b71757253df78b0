import * as coupons from '#lib/stripe/coupons.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(coupons.update, {
  couponId: 'coupon',
  metadata: 'metadata',
});
