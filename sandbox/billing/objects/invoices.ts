/** Invoices: what is stored, and how they are rendered. */
import { settlementOf } from '#sandbox/billing/money.ts';
import { event } from '#sandbox/engine/event.ts';
import { type Json, resource, type Stored, type View } from '#sandbox/engine/resource.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import type { Discount } from './discounts.ts';
import { type Line, showLines } from './lines.ts';

/** A stored invoice. */
export interface Invoice extends Stored {
  readonly object: 'invoice';
  readonly created: number;
  /** The amount due when payment was first attempted; null until then. */
  readonly amount_due: number | null;
  readonly application_fee: number | null;
  readonly attempt_count: number;
  readonly attempted: boolean;
  readonly charge: string | null;
  readonly closed: boolean;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  /** The discount when the invoice was created. */
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
  /** The customer's balance when payment was first attempted; null until then. */
  readonly starting_balance: number | null;
  readonly statement_descriptor: string | null;
  readonly subscription: string | null;
  readonly subtotal: number;
  readonly tax: number | null;
  readonly tax_percent: number | null;
  readonly total: number;
  /** The event that webhooks must accept before payment is attempted; null if there are no webhooks. */
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

/** Renders an invoice. */
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

/** Returns the customer's balance when payment was first attempted, or the current one before that. */
export function startingBalance(view: View, { customer: id, starting_balance }: Invoice): number {
  return starting_balance ?? view.peek(customer, id)?.account_balance ?? 0;
}

function amountDue(view: View, invoice: Invoice): number {
  return (
    invoice.amount_due ??
    settlementOf(invoice.total, startingBalance(view, invoice), invoice.currency).amount_due
  );
}

/**
 * Whether all webhooks have accepted an invoice's event. The time when they did is not stored: it counts as
 * immediately.
 */
export function webhooksDelivered(view: View, { awaited_event }: Invoice): boolean {
  return (view.peek(event, awaited_event)?.pending_webhooks ?? 0) === 0;
}
