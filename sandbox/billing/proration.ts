/**
 * Prorations: the credit for the old plan and the charge for the new one when a subscription changes within a period.
 */
import type { InvoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Fields } from '#sandbox/engine/call.ts';
import { discountOn } from '#sandbox/payments/coupon-discount.ts';
import { prorated } from './money.ts';

/** An invoice item before it is stored. */
export type NewItem = Fields<InvoiceItem>;

/**
 * Returns the credit for unused time that was billed: the price less the discount at that time. Nothing for a free
 * plan.
 */
export function unusedTime(before: Subscription, at: number): NewItem[] {
  return prorationOf(before, 'Unused', -1, at);
}

/**
 * Returns the charge for a changed subscription from a time to the end of its period, less the discount of its
 * `billed_coupon`. Nothing for a free plan.
 */
export function remainingTime(after: Subscription, at: number): NewItem[] {
  return prorationOf(after, 'Remaining', 1, at);
}

function prorationOf(of: Subscription, word: 'Unused' | 'Remaining', sign: 1 | -1, at: number): NewItem[] {
  const { id, customer, plan, quantity, current_period_start: start, current_period_end: end } = of;
  const price = plan.amount * quantity;
  if (price === 0) {
    return [];
  }
  const owed = price - discountOn(price, of.billed_coupon);
  // The wording with a quantity in 2016 is not recorded; later replies put the quantity before the name.
  const what = quantity === 1 ? plan.name : `${quantity} x ${plan.name}`;
  return [
    {
      amount: sign * prorated(owed, end - at, end - start) || 0,
      currency: plan.currency,
      customer,
      description: `${word} time on ${what} after ${dayOf(at)}`,
      discountable: false,
      invoice: null,
      metadata: {},
      period: { start: at, end },
      plan,
      proration: true,
      quantity,
      subscription: id,
    },
  ];
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `03 Mar 2017` */
function dayOf(moment: number): string {
  const date = new Date(moment * 1000);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
