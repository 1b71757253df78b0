import type { Gate } from './gate.ts';

/** Before, what a coupon took off beyond an invoice's total was owed to the customer, and any invoice used it up. */
export const gate: Gate = {
  version: '2013-10-29',
  about:
    'A coupon of an amount takes off no more than an invoice is for, and is not used up by one of nothing.',
  flag: 'coupons give no credit',
};
