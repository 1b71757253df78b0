import * as coupons from '#lib/operations/coupons.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(coupons.del, {
  couponId: 'coupon',
});
