/** Invoice items: what a customer is billed for besides the periods of subscriptions. */
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import { type InvoiceItem, invoiceItem } from '#sandbox/billing/objects/invoice-items.ts';
import { type Invoice, invoice } from '#sandbox/billing/objects/invoices.ts';
import { isLive, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { checkCurrency } from '#sandbox/payments/currencies.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { announceChange } from './collect.ts';
import { useCurrency } from './payer.ts';
import { MOST_ITEMS, mostItems, removeItem } from './pending-items.ts';
import { refresh } from './refresh.ts';

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

/** Finds an invoice that items can be added to. */
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

/** Returns the invoice of an item that can still be changed; undefined while the item is pending. */
function editable(call: Call, { id, invoice: invoiceId }: InvoiceItem): Invoice | undefined {
  const billed = call.peek(invoice, invoiceId);
  if (billed?.closed) {
    throw invalidRequest(`Invoice item ${id} is on an invoice that is closed, and cannot be changed.`);
  }
  return billed;
}
