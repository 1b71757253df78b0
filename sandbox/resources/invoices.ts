/** Invoices. */
import * as invoices from '#lib/stripe/invoices.ts';
import { announceChange, collect, forgive, reopen } from '../billing/collect.ts';
import { collectedSince, draftInvoice, issue, pendingItems } from '../billing/draft.ts';
import { type Line, showLines } from '../billing/lines.ts';
import { settlementOf } from '../billing/money.ts';
import { refresh } from '../billing/refresh.ts';
import { checkApplicationFee } from '../billing/terms.ts';
import { orNull } from '../call.ts';
import { implement, type Json, resource, type Stored, type View } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { event } from '../events.ts';
import { ofCustomer } from '../payments/methods.ts';
import { customer } from './customers.ts';
import type { Discount } from './discounts.ts';
import { isLive, subscription } from './subscriptions.ts';

export { attempt } from '../billing/collect.ts';
export { lineItem } from '../billing/lines.ts';

/** An invoice as it is kept. */
export interface Invoice extends Stored {
  readonly object: 'invoice';
  readonly created: number;
  /** What it was to be charged for when payment was first attempted; null until then. */
  readonly amount_due: number | null;
  readonly application_fee: number | null;
  readonly attempt_count: number;
  readonly attempted: boolean;
  readonly charge: string | null;
  readonly closed: boolean;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  /** As it was when the invoice was made. */
  readonly discount: Discount | null;
  /** Null until payment is attempted. */
  readonly ending_balance: number | null;
  readonly forgiven: boolean;
  readonly lines: readonly Line[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly next_payment_attempt: number | null;
  readonly paid: boolean;
  readonly period_end: number;
  readonly period_start: number;
  /** What the customer's balance was when payment was first attempted; null until then. */
  readonly starting_balance: number | null;
  readonly statement_descriptor: string | null;
  readonly subscription: string | null;
  readonly subtotal: number;
  readonly tax: number | null;
  readonly tax_percent: number | null;
  readonly total: number;
  /** The event that webhooks must have taken before payment is attempted; null where there are none. */
  readonly awaited_event: string | null;
}

export const invoice = resource<Invoice>('invoice', {
  id: { prefix: 'in', length: 24 },
  indexes: {
    customer: ({ customer }) => customer,
    open_of: ({ customer, closed }) => (closed ? null : customer),
    subscription: ({ subscription }) => subscription,
  },
  expandable: { charge: 'charge', customer: 'customer', subscription: 'subscription' },
  render: showInvoice,
});

/** An invoice as it is shown. */
export function showInvoice(invoice: Invoice, view: View): Json {
  return {
    id: invoice.id,
    object: 'invoice',
    amount_due: amountDue(view, invoice),
    application_fee: invoice.application_fee,
    attempt_count: invoice.attempt_count,
    attempted: invoice.attempted,
    charge: invoice.charge,
    closed: invoice.closed,
    currency: invoice.currency,
    customer: invoice.customer,
    date: invoice.created,
    description: invoice.description,
    discount: invoice.discount === null ? null : view.show(invoice.discount),
    ending_balance: invoice.ending_balance,
    forgiven: invoice.forgiven,
    lines: showLines(view, invoice.lines, `/v1/invoices/${invoice.id}/lines`),
    livemode: false,
    metadata: { ...invoice.metadata },
    next_payment_attempt: invoice.next_payment_attempt,
    paid: invoice.paid,
    period_end: invoice.period_end,
    period_start: invoice.period_start,
    receipt_number: null,
    starting_balance: startingBalance(view, invoice),
    statement_descriptor: invoice.statement_descriptor,
    subscription: invoice.subscription,
    subtotal: invoice.subtotal,
    tax: invoice.tax,
    tax_percent: invoice.tax_percent,
    total: invoice.total,
    webhooks_delivered_at: webhooksDelivered(view, invoice) ? invoice.created : null,
  };
}

/** The customer's balance as payment was first attempted, or before that, as it is. */
export function startingBalance(view: View, { customer: id, starting_balance }: Invoice): number {
  return starting_balance ?? view.peek(customer, id)?.account_balance ?? 0;
}

function amountDue(view: View, invoice: Invoice): number {
  return (
    invoice.amount_due ??
    settlementOf(invoice.total, startingBalance(view, invoice), invoice.currency).amount_due
  );
}

/** Whether all webhooks have taken the news of an invoice. When they did is not kept: it counts as at once. */
export function webhooksDelivered(view: View, { awaited_event }: Invoice): boolean {
  return (view.peek(event, awaited_event)?.pending_webhooks ?? 0) === 0;
}

export const create = implement(invoices.create, (call, parameters) => {
  const { customer: payerId, subscription: id, application_fee, description, ...fields } = parameters;
  const payer = call.find(customer, payerId);
  checkApplicationFee(call, application_fee, 'application_fee');
  const billed = id === undefined ? undefined : call.find(subscription, id);
  if (billed !== undefined && !(billed.customer === payer.id && isLive(billed))) {
    call.missing('subscription', billed.id, 'subscription');
  }
  const items = pendingItems(call, payer.id, billed ?? 'any');
  if (items.length === 0) {
    throw invalidRequest(`Nothing to invoice for ${billed === undefined ? 'customer' : 'subscription'}`);
  }
  const draft = draftInvoice(call, {
    payer,
    subscription: billed,
    items,
    period: { start: collectedSince(call, payer), end: call.now },
    tax_percent: fields.tax_percent,
  });
  return issue(call, items, {
    ...draft,
    application_fee: application_fee ?? draft.application_fee,
    description: orNull(description) ?? null,
    metadata: call.metadata(fields.metadata),
    statement_descriptor: fields.statement_descriptor ?? null,
  });
});

export const retrieve = implement(invoices.retrieve, (call, { invoice: id }) => call.find(invoice, id));

export const update = implement(invoices.update, (call, parameters) => {
  const current = call.find(invoice, parameters.invoice);
  const { closed, forgiven, tax_percent, application_fee, statement_descriptor } = parameters;
  checkUpdate(current, parameters);
  checkApplicationFee(call, application_fee, 'application_fee');
  const changed = call.change(invoice, current, {
    application_fee,
    description: orNull(parameters.description),
    metadata: call.metadata(parameters.metadata, current.metadata),
    statement_descriptor,
    tax_percent,
    closed,
    ...(closed && { next_payment_attempt: null }),
  });
  if (forgiven && !current.forgiven) {
    return forgive(call, changed);
  }
  const reopened = closed === false && current.closed ? reopen(call, changed) : changed;
  return announceChange(call, tax_percent === undefined ? reopened : refresh(call, reopened));
});

export const pay = implement(invoices.pay, (call, { invoice: id, off_session = true, payment_method }) => {
  if (!off_session) {
    throw invalidRequest('The sandbox pays invoices without the cardholder: off_session must be true.', {
      param: 'off_session',
    });
  }
  const current = call.find(invoice, id);
  if (current.paid) {
    throw invalidRequest('Invoice is already paid');
  }
  if (current.closed) {
    throw invalidRequest(
      current.forgiven ? 'Invoice is forgiven and cannot be paid' : 'Invoice is closed and cannot be paid',
    );
  }
  const method =
    payment_method === undefined
      ? undefined
      : ofCustomer(call, current.customer, payment_method, 'payment_method');
  const { invoice: paid, error } = collect(call, current, 'asked', method);
  if (error !== undefined) {
    throw error;
  }
  return paid;
});

export const list = implement(
  invoices.list,
  (call, { customer: id, subscription: billed, date, ...paging }) =>
    call.page(invoice, { ...paging, created: date }, { customer: id, subscription: billed }),
);

/** What cannot be changed any more, or not back. */
function checkUpdate(
  { attempted, paid, forgiven }: Invoice,
  wanted: {
    readonly closed?: boolean;
    readonly forgiven?: boolean;
    readonly tax_percent?: number;
    readonly application_fee?: number;
  },
): void {
  const refuse = (param: string, why: string) => {
    throw invalidRequest(why, { param });
  };
  if (wanted.tax_percent !== undefined && (attempted || paid || forgiven)) {
    refuse('tax_percent', 'The tax rate of an attempted, paid or forgiven invoice cannot be changed.');
  }
  if (wanted.application_fee !== undefined && paid) {
    refuse('application_fee', 'The application fee of a paid invoice cannot be changed.');
  }
  if (wanted.closed === false && (paid || forgiven)) {
    refuse('closed', `A ${paid ? 'paid' : 'forgiven'} invoice cannot be reopened.`);
  }
  if (wanted.forgiven === false && forgiven) {
    refuse('forgiven', 'A forgiven invoice cannot be unforgiven.');
  }
  if (wanted.forgiven === true && paid) {
    refuse('forgiven', 'A paid invoice cannot be forgiven.');
  }
}
