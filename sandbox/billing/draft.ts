/** Makes invoices: their contents, their totals, and the state of the items on them. */
import { type Discount, discount, discountAt } from '#sandbox/billing/objects/discounts.ts';
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { type Invoice, invoice } from '#sandbox/billing/objects/invoices.ts';
import type { Line } from '#sandbox/billing/objects/lines.ts';
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { event } from '#sandbox/engine/event.ts';
import { percentOf } from '#sandbox/payments/coupon-discount.ts';
import type { Customer } from '#sandbox/payments/objects/customers.ts';
import { ATTEMPT_AFTER, planAttempt } from './collect.ts';
import { removeDiscount } from './discounts.ts';
import { lineOfItem } from './lines.ts';
import { totalsOf } from './money.ts';
import type { Period } from './periods.ts';

/** An invoice before it is stored. */
export type Draft = Omit<Invoice, 'id' | 'object' | 'created'>;

/** The contents of an invoice. */
export interface Contents {
  readonly payer: Customer;
  readonly subscription?: Subscription | undefined;
  /** Newest first. */
  readonly items: readonly InvoiceItem[];
  /** The line of the subscription's period. */
  readonly line?: Line | undefined;
  /** The period in which the items were collected. */
  readonly period: Period;
  /** Default: that of the subscription. */
  readonly tax_percent?: number | undefined;
  /** Default: the one that the subscription or the customer has when the period ends. */
  readonly discount?: Discount | null | undefined;
}

/**
 * Returns since when a customer's items have been collected for an invoice of their own. If there is no earlier
 * invoice, this is not documented; the creation of the customer is our choice.
 */
export function collectedSince(call: Call, payer: Customer): number {
  const [last] = call.newest(invoice, { customer: payer.id }, 1);
  return last?.period_end ?? payer.created;
}

/** Makes an invoice: items first, newest first, then the subscription (since 2015-04-07). */
export function draftInvoice(call: Call, contents: Contents): Draft {
  const { payer, subscription, items, line, period } = contents;
  const lines = [...items.map(lineOfItem), ...(line === undefined ? [] : [line])];
  const applied =
    contents.discount === undefined ? discountAt(call, period.end, subscription, payer) : contents.discount;
  const tax_percent = contents.tax_percent ?? subscription?.tax_percent ?? null;
  const { subtotal, tax, total } = totalsOf({
    lines,
    coupon: applied?.coupon ?? null,
    mayGiveCredit: !call.hasFlag('coupons give no credit'),
    tax_percent,
  });
  const feePercent = subscription?.application_fee_percent ?? null;
  return {
    amount_due: null,
    application_fee:
      feePercent === null ? null : Math.max(0, Math.min(percentOf(subtotal, feePercent), total)),
    attempt_count: 0,
    attempted: false,
    awaited_event: null,
    charge: null,
    closed: false,
    currency: lines[0]?.currency ?? payer.currency ?? call.account.defaultCurrency,
    customer: payer.id,
    description: null,
    discount: applied,
    ending_balance: null,
    forgiven: false,
    lines,
    metadata: {},
    next_payment_attempt: period.end + ATTEMPT_AFTER,
    paid: false,
    period_end: period.end,
    period_start: period.start,
    starting_balance: null,
    statement_descriptor: null,
    subscription: subscription?.id ?? null,
    subtotal,
    tax,
    tax_percent,
    total,
  };
}

/**
 * Stores an invoice: its items are no longer pending, and it uses up a one-time coupon that reduced it. Payment is
 * attempted when the draft says.
 */
export function issue(call: Call, items: readonly InvoiceItem[], draft: Draft): Invoice {
  const made = call.create(invoice, draft);
  for (const item of items) {
    call.announce('invoiceitem.updated', call.change(invoiceItem, item, { invoice: made.id }));
  }
  call.announce('invoice.created', made);
  useUp(call, made);
  planAttempt(call, made);
  return awaitWebhooks(call, made);
}

function useUp(call: Call, { discount: applied, subtotal, tax, total }: Invoice): void {
  const current = call.peek(discount, applied?.id ?? null);
  const counts = total < subtotal + (tax ?? 0) || !call.hasFlag('coupons give no credit');
  if (current?.coupon.duration === 'once' && counts) {
    removeDiscount(call, current);
  }
}

/** Payment waits until the webhooks have accepted the event. */
function awaitWebhooks(call: Call, made: Invoice): Invoice {
  if (call.endpointsFor('invoice.created').length === 0) {
    return made;
  }
  const [created] = call.newest(event, { type: 'invoice.created' }, 1);
  return call.change(invoice, made, { awaited_event: created!.id });
}
