/** Coupons: https://stripe.com/docs/api/coupons as of 2016-07-06. */
import {
  amount,
  currency,
  describe,
  enumeration,
  id,
  integer,
  metadata,
  required,
  timestamp,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { coupon as couponId, paging, timeFilter } from './shared.ts';

const coupon = required(describe(couponId, 'The coupon.'));

export const create = operation(
  'POST',
  '/v1/coupons',
  {
    description: 'Creates a coupon: either `percent_off`, or `amount_off` with its `currency`.',
    returns: 'coupon',
  },
  {
    amount_off: amount(
      'The discount on an invoice, in the smallest currency unit; never more than its total.',
    ),
    currency: currency('The currency of `amount_off`; needed with it.'),
    duration: required(
      enumeration(['forever', 'once', 'repeating'], 'How long the discount lasts.', { example: 'once' }),
    ),
    duration_in_months: integer(
      'How many months it lasts; needed when `duration` is repeating, and otherwise not used.',
      {
        min: 1,
        example: 3,
      },
    ),
    id: id('', 'The code of the coupon; you choose it. Default: one is made up.', { example: '25OFF' }),
    max_redemptions: integer('How often it can be redeemed in all.', { min: 1, example: 20 }),
    metadata: metadata(),
    percent_off: integer('The discount on an invoice, in whole percent.', {
      min: 1,
      max: 100,
      example: 25,
    }),
    redeem_by: timestamp('The time until which it can be redeemed, in Unix seconds.', {
      example: 4102444800,
    }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/coupons/{coupon}',
  { description: 'Retrieves a coupon.', returns: 'coupon' },
  { coupon },
);

export const update = operation(
  'POST',
  '/v1/coupons/{coupon}',
  { description: 'Updates the metadata of a coupon; nothing else can change.', returns: 'coupon' },
  { coupon, metadata: metadata() },
);

export const del = operation(
  'DELETE',
  '/v1/coupons/{coupon}',
  { description: 'Deletes a coupon. Customers who have it keep it.', returns: 'coupon' },
  { coupon },
);

export const list = operation(
  'GET',
  '/v1/coupons',
  { description: 'Lists coupons, newest first.', returns: 'coupon', list: true },
  { ...paging, created: timeFilter('Only coupons made then.') },
);
