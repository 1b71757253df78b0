/** Invoices. */
import * as invoices from '#lib/operations/invoices.ts';
import { type Invoice, invoice } from '#sandbox/billing/objects/invoices.ts';
import { isLive, subscription } from '#sandbox/billing/objects/subscriptions.ts';
import { orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { ofCustomer } from '#sandbox/payments/attach-methods.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { announceChange, collect, forgive, reopen } from './collect.ts';
import { collectedSince, draftInvoice, issue } from './draft.ts';
import { pendingItems } from './pending-items.ts';
import { refresh } from './refresh.ts';
import { checkApplicationFee } from './terms.ts';

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

/** Rejects changes to what is final. */
function checkUpdate(
  { attempted, paid, forgiven }: Invoice,
  wanted: {
    readonly closed?: boolean;
    readonly forgiven?: boolean;
    readonly tax_percent?: number;
    readonly application_fee?: number;
  },
): void {
  const rejectChange = (param: string, why: string) => {
    throw invalidRequest(why, { param });
  };
  if (wanted.tax_percent !== undefined && (attempted || paid || forgiven)) {
    rejectChange('tax_percent', 'The tax rate of an attempted, paid or forgiven invoice cannot be changed.');
  }
  if (wanted.application_fee !== undefined && paid) {
    rejectChange('application_fee', 'The application fee of a paid invoice cannot be changed.');
  }
  if (wanted.closed === false && (paid || forgiven)) {
    rejectChange('closed', `A ${paid ? 'paid' : 'forgiven'} invoice cannot be reopened.`);
  }
  if (wanted.forgiven === false && forgiven) {
    rejectChange('forgiven', 'A forgiven invoice cannot be unforgiven.');
  }
  if (wanted.forgiven === true && paid) {
    rejectChange('forgiven', 'A paid invoice cannot be forgiven.');
  }
}
