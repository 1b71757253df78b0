/** Renders discounts in today's form. */
import type Stripe from 'stripe';
import { type Discount, discount } from '#sandbox/billing/objects/discounts.ts';
import { formOfToday } from '#sandbox/engine/define.ts';

export const discountOfToday = formOfToday(discount, showDiscount);

function showDiscount(kept: Discount): Stripe.Discount {
  return {
    id: kept.id,
    object: 'discount',
    checkout_session: null,
    customer: kept.customer,
    customer_account: null,
    end: kept.end,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: kept.coupon.id, type: 'coupon' },
    start: kept.start,
    subscription: kept.subscription,
    subscription_item: null,
  };
}
