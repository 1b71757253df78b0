/** Previews the next invoice of a customer, as it is or after a change. Nothing is stored. */
import type { upcoming } from '#lib/operations/invoices.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { type Discount, discount, discountAt } from '#sandbox/billing/objects/discounts.ts';
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { invoice } from '#sandbox/billing/objects/invoices.ts';
import { isLive, type Subscription, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Upcoming } from '#sandbox/billing/objects/upcoming-invoices.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { redeemable } from '#sandbox/payments/coupons.ts';
import type { Coupon } from '#sandbox/payments/objects/coupons.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { type ChangeRequest, computeChange } from './change.ts';
import { discountOf } from './discounts.ts';
import { type Contents, collectedSince, draftInvoice } from './draft.ts';
import { lineOfPeriod } from './lines.ts';
import { pendingItems } from './pending-items.ts';
import type { NewItem } from './proration.ts';
import { currentPeriod, nextPeriod } from './renew.ts';
import { newSubscription } from './subscribe.ts';
import { checkTrialEnd, planOf } from './terms.ts';

/** The parameters of a preview, without those that page its lines. */
export type Asked = Values<typeof upcoming.parameters>;

/** The contents of the next invoice; `date` is its creation time. */
interface Next extends Omit<Contents, 'payer' | 'discount'> {
  readonly date: number;
  readonly proration_date?: number | undefined;
}

/**
 * Returns the next invoice of a customer.
 * @throws {StripeError} 404 when there will be none
 */
export function preview(call: Call, asked: Asked): Upcoming {
  const payer = call.find(customer, asked.customer);
  const wanted = wantedOf(asked);
  const chosen = chooseSubscription(call, payer, asked);
  const coupon = assumedCoupon(call, asked);
  const next =
    chosen === undefined
      ? nextWithout(call, payer, asked, wanted)
      : wanted === undefined
        ? nextAsIs(call, chosen)
        : nextAfter(call, chosen, wanted, coupon);
  if (next === undefined) {
    throw invalidRequest(`No upcoming invoices for customer: ${payer.id}`, { status: 404 });
  }
  const { date, proration_date, ...contents } = next;
  const draft = draftInvoice(call, {
    ...contents,
    payer,
    tax_percent: asked.subscription_tax_percent,
    discount: previewedDiscount(call, coupon, { ...contents, payer }),
  });
  return {
    id: 'upcoming',
    object: 'upcoming_invoice',
    invoice: { ...draft, id: 'upcoming', object: invoice.object, created: date },
    proration_date,
  };
}

/** Chooses the subscription: the one that is named, or the one whose period ends first. */
function chooseSubscription(call: Call, payer: Customer, asked: Asked): Subscription | undefined {
  if (asked.subscription !== undefined) {
    const named = call.peek(subscription, asked.subscription);
    return named !== undefined && named.customer === payer.id && isLive(named)
      ? named
      : call.missing(subscription.noun, asked.subscription, 'subscription');
  }
  if (asked.subscription_plan !== undefined) {
    return undefined;
  }
  return call
    .all(subscription, { live_of: payer.id })
    .filter((one) => nextAsIs(call, one) !== undefined)
    .sort((a, b) => a.current_period_end - b.current_period_end)[0];
}

/**
 * Returns the invoice at the end of the current period. If the subscription ends then, it contains only pending
 * items.
 */
function nextAsIs(call: Call, current: Subscription, prorations: readonly NewItem[] = []): Next | undefined {
  const items = [...newestFirst(call, prorations), ...pendingItems(call, current.customer, current)];
  const { current_period_end: date, cancel_at_period_end: isLast } = current;
  if (isLast && items.length === 0) {
    return undefined;
  }
  const renewed = { ...current, ...nextPeriod(current) };
  const line = isLast ? undefined : lineOfPeriod(renewed, currentPeriod(renewed));
  return { date, items, line, period: currentPeriod(current), subscription: current };
}

function nextAfter(
  call: Call,
  current: Subscription,
  wanted: ChangeRequest,
  coupon: Coupon | null | undefined,
): Next | undefined {
  const { after, prorations, isNewPeriod } = computeChange(call, current, wanted, {
    prefix: 'subscription_',
    coupon,
  });
  const proration_date = prorations.length > 0 ? prorations[0]!.period.start : undefined;
  if (!isNewPeriod) {
    const next = nextAsIs(call, after, prorations);
    return next && { ...next, proration_date };
  }
  return {
    date: call.now,
    items: [...newestFirst(call, prorations), ...pendingItems(call, current.customer, current)],
    line: lineOfPeriod(after, currentPeriod(after)),
    period: { start: current.current_period_start, end: call.now },
    proration_date,
    subscription: after,
  };
}

/** Returns the next invoice of a customer without a subscription: for a new subscription, or for pending items. */
function nextWithout(
  call: Call,
  payer: Customer,
  asked: Asked,
  wanted: ChangeRequest | undefined,
): Next | undefined {
  if (asked.subscription_plan !== undefined) {
    return nextOfNew(call, payer, asked.subscription_plan, asked);
  }
  const items = pendingItems(call, payer.id, 'any');
  return items.length === 0 || wanted !== undefined
    ? undefined
    : { date: call.now, items, period: { start: collectedSince(call, payer), end: call.now } };
}

/** Returns the first invoice of a subscription that does not exist yet. */
function nextOfNew(call: Call, payer: Customer, plan: string, asked: Asked): Next {
  checkTrialEnd(call, asked.subscription_trial_end, 'subscription_trial_end');
  const fields = newSubscription(call, payer, planOf(call, plan, 'subscription_plan'), {
    quantity: asked.subscription_quantity,
    trial_end: asked.subscription_trial_end,
  });
  const made: Subscription = {
    ...fields,
    id: call.newId(subscription),
    object: subscription.object as 'subscription',
    created: call.now,
  };
  return {
    date: call.now,
    items: pendingItems(call, payer.id, made),
    line: lineOfPeriod(made, currentPeriod(made)),
    period: { start: call.now, end: call.now },
    subscription: made,
  };
}

/** Returns the change to preview; undefined if none is requested. */
function wantedOf(asked: Asked): ChangeRequest | undefined {
  const wanted = {
    plan: asked.subscription_plan,
    quantity: asked.subscription_quantity,
    trial_end: asked.subscription_trial_end,
  };
  if (Object.values(wanted).every((value) => value === undefined)) {
    return undefined;
  }
  if (asked.subscription_prorate === false && asked.subscription_proration_date !== undefined) {
    throw invalidRequest('subscription_proration_date cannot be set when subscription_prorate is false.', {
      param: 'subscription_proration_date',
    });
  }
  return {
    ...wanted,
    prorate: asked.subscription_prorate,
    proration_date: asked.subscription_proration_date,
  };
}

/** Returns the coupon that a preview assumes: null for none, undefined for the current one. */
function assumedCoupon(call: Call, { coupon }: Asked): Coupon | null | undefined {
  if (coupon === undefined || coupon === '') {
    return coupon === '' ? null : undefined;
  }
  return redeemable(call, coupon);
}

/** Returns the discount of an assumed coupon; the customer's own if it would end before the invoice. */
function previewedDiscount(
  call: Call,
  coupon: Coupon | null | undefined,
  { payer, period, subscription: billed }: Omit<Contents, 'discount'>,
): Discount | null | undefined {
  if (coupon === undefined || coupon === null) {
    return coupon;
  }
  const fields = discountOf(call, coupon, { customer: payer.id, subscription: billed?.id ?? null });
  return (fields.end ?? Infinity) > period.end
    ? { ...fields, id: call.newId(discount), object: 'discount' }
    : discountAt(call, period.end, payer);
}

function newestFirst(call: Call, prorations: readonly NewItem[]): InvoiceItem[] {
  return prorations
    .map((item) => ({
      ...item,
      id: call.newId(invoiceItem),
      object: 'invoiceitem' as const,
      created: call.now,
    }))
    .reverse();
}
