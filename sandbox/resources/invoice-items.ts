/** Invoice items: what a customer is billed for besides the periods of subscriptions. */
import * as invoiceItems from '#lib/stripe/invoice-items.ts';
import { announceChange } from '../billing/collect.ts';
import { showPeriod, showPlan } from '../billing/lines.ts';
import { useCurrency } from '../billing/payer.ts';
import type { Period } from '../billing/periods.ts';
import { refresh } from '../billing/refresh.ts';
import { type Call, orNull } from '../call.ts';
import { checkCurrency } from '../currencies.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { customer } from './customers.ts';
import { type Invoice, invoice } from './invoices.ts';
import type { Plan } from './plans.ts';
import { isLive, subscription } from './subscriptions.ts';

/** An invoice item as it is kept. */
export interface InvoiceItem extends Stored {
  readonly object: 'invoiceitem';
  readonly created: number;
  /** In the smallest unit; negative for a credit. */
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  readonly discountable: boolean;
  /** Null while it is pending. */
  readonly invoice: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly period: Period;
  readonly plan: Plan | null;
  readonly proration: boolean;
  readonly quantity: number | null;
  /** The one with which alone it is billed. */
  readonly subscription: string | null;
}

export const invoiceItem = resource<InvoiceItem>('invoiceitem', {
  noun: 'invoiceitem',
  id: { prefix: 'ii', length: 24 },
  indexes: {
    customer: ({ customer }) => customer,
    invoice: ({ invoice }) => invoice,
    pending_of: ({ customer, invoice }) => (invoice === null ? customer : null),
  },
  expandable: { customer: 'customer', invoice: 'invoice', subscription: 'subscription' },
  render: (item, view) => ({
    id: item.id,
    object: 'invoiceitem',
    amount: item.amount,
    currency: item.currency,
    customer: item.customer,
    date: item.created,
    description: item.description,
    discountable: item.discountable,
    invoice: item.invoice,
    livemode: false,
    metadata: { ...item.metadata },
    period: showPeriod(item.period),
    plan: showPlan(view, item.plan),
    proration: item.proration,
    quantity: item.quantity,
    subscription: item.subscription,
  }),
});

const MOST_ITEMS = 250;

/** So many fit on one invoice; there was no limit at first. */
export function mostItems(call: Call): number {
  return call.does('invoices have at most 250 items') ? MOST_ITEMS : Infinity;
}

export const create = implement(invoiceItems.create, (call, parameters) => {
  const { amount, currency, customer: payer, invoice: invoiceId, subscription: subscriptionId } = parameters;
  call.find(customer, payer);
  checkCurrency(currency);
  const billedWith = subscriptionId === undefined ? undefined : call.find(subscription, subscriptionId);
  if (billedWith !== undefined && !(billedWith.customer === payer && isLive(billedWith))) {
    call.missing('subscription', billedWith.id, 'subscription');
  }
  const open = invoiceId === undefined ? undefined : openInvoice(call, invoiceId, payer);
  const { size } = call.account.store.rows(
    invoiceItem,
    open === undefined ? 'pending_of' : 'invoice',
    open?.id ?? payer,
  );
  if (size >= mostItems(call)) {
    throw invalidRequest(`An invoice can have at most ${MOST_ITEMS} invoice items.`);
  }
  useCurrency(call, payer, currency);
  const made = call.create(invoiceItem, {
    amount,
    currency,
    customer: payer,
    description: orNull(parameters.description) ?? null,
    discountable: parameters.discountable ?? amount >= 0,
    invoice: invoiceId ?? null,
    metadata: call.metadata(parameters.metadata),
    period: { start: call.now, end: call.now },
    plan: null,
    proration: false,
    quantity: null,
    subscription: subscriptionId ?? null,
  });
  call.announce('invoiceitem.created', made);
  if (open !== undefined) {
    announceChange(call, refresh(call, open));
  }
  return made;
});

export const retrieve = implement(invoiceItems.retrieve, (call, { invoiceitem: id }) =>
  call.find(invoiceItem, id),
);

export const update = implement(invoiceItems.update, (call, parameters) => {
  const current = call.find(invoiceItem, parameters.invoiceitem);
  const { amount, description, discountable, metadata } = parameters;
  const billed = editable(call, current);
  if (discountable === true && current.proration) {
    throw invalidRequest('Prorations cannot be discountable.', { param: 'discountable' });
  }
  const changed = call.change(invoiceItem, current, {
    amount,
    description: orNull(description),
    discountable,
    metadata: call.metadata(metadata, current.metadata),
  });
  call.announce('invoiceitem.updated', changed);
  if (billed !== undefined) {
    announceChange(call, refresh(call, billed));
  }
  return changed;
});

export const del = implement(invoiceItems.del, (call, { invoiceitem: id }) => {
  const current = call.find(invoiceItem, id);
  const billed = editable(call, current);
  removeItem(call, current);
  if (billed !== undefined) {
    announceChange(call, refresh(call, billed));
  }
  return { deleted: true, id };
});

export const list = implement(invoiceItems.list, (call, { customer: id, ...paging }) =>
  call.page(invoiceItem, paging, { customer: id }),
);

/** Removes an item that is not on any invoice any more. */
export function removeItem(call: Call, removed: InvoiceItem): void {
  call.announce('invoiceitem.deleted', removed);
  call.remove(invoiceItem, removed);
}

/** An invoice to which items can be added. */
function openInvoice(call: Call, id: string, payer: string): Invoice {
  const found = call.find(invoice, id);
  if (found.customer !== payer) {
    throw invalidRequest(`Invoice ${id} is not one of customer ${payer}.`, { param: 'invoice' });
  }
  if (found.paid || found.attempted || found.closed) {
    throw invalidRequest(
      'You cannot add an invoice item to an invoice that has already been paid, attempted or closed.',
      { param: 'invoice' },
    );
  }
  return found;
}

/** The invoice of an item that can still be changed; undefined while it is pending. */
function editable(call: Call, { id, invoice: invoiceId }: InvoiceItem): Invoice | undefined {
  const billed = call.peek(invoice, invoiceId);
  if (billed?.closed) {
    throw invalidRequest(`Invoice item ${id} is on an invoice that is closed, and cannot be changed.`);
  }
  return billed;
}
