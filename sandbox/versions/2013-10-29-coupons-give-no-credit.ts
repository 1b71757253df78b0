import type { Gate } from './gate.ts';

/**
 * Before this version, the part of a coupon that exceeded an invoice's total was credited to the customer, and any
 * invoice used up a coupon.
 */
export const gate: Gate = {
  version: '2013-10-29',
  about:
    'A coupon of an amount takes off no more than an invoice is for, and is not used up by one of nothing.',
  flag: 'coupons give no credit',
};
