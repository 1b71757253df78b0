/** Customers. */
import * as customers from '#lib/operations/customers.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { attachMethod, findMethod, setDefaultMethod } from './attach-methods.ts';
import { customerBilling } from './customer-billing.ts';
import { peekSource } from './find-source.ts';
import { attach, detach } from './sources.ts';

export const create = implement(customers.create, (call, parameters) => {
  const { source: given, payment_method, invoice_settings } = parameters;
  const account_balance = parameters.account_balance ?? parameters.balance ?? 0;
  const made = call.create(customer, {
    account_balance,
    business_vat_id: orNull(parameters.business_vat_id) ?? null,
    currency: account_balance === 0 ? null : call.account.defaultCurrency,
    default_source: null,
    delinquent: false,
    description: orNull(parameters.description) ?? null,
    discount: null,
    email: orNull(parameters.email) ?? null,
    metadata: call.metadata(parameters.metadata),
    shipping: parameters.shipping ?? null,
  });
  if (given !== undefined) {
    attach(call, made, given);
  }
  const attached =
    payment_method === undefined ? undefined : attachMethod(call, findMethod(call, payment_method), made.id);
  const chosen = invoice_settings?.default_payment_method;
  // A test method such as pm_card_visa is copied when it is attached; its name then means the copy.
  setDefaultMethod(call, made.id, chosen === payment_method ? attached?.id : chosen);
  if (parameters.coupon !== undefined) {
    call.use(customerBilling).redeem(call, parameters.coupon, call.find(customer, made.id));
  }
  call.announce('customer.created', call.find(customer, made.id));
  call.use(customerBilling).subscribe(call, made.id, parameters);
  return call.find(customer, made.id);
});

export const retrieve = implement(customers.retrieve, (call, { customer: id }) =>
  call.wasDeleted(customer, id) ? { deleted: true, id } : call.find(customer, id),
);

export const update = implement(customers.update, (call, parameters) => {
  const current = call.find(customer, parameters.customer);
  const { default_source, source: given } = parameters;
  if (default_source !== undefined && peekSource(call, default_source)?.customer !== current.id) {
    throw invalidRequest(`No such source: ${default_source}`, {
      param: 'default_source',
      ...(call.isLater && { code: 'resource_missing' }),
    });
  }
  call.change(customer, current, {
    account_balance: parameters.account_balance ?? parameters.balance,
    business_vat_id: orNull(parameters.business_vat_id),
    default_source,
    description: orNull(parameters.description),
    email: orNull(parameters.email),
    metadata: call.metadata(parameters.metadata, current.metadata),
    shipping: parameters.shipping,
  });
  if (given !== undefined) {
    replaceDefaultSource(call, current.id, given);
  }
  setDefaultMethod(call, current.id, parameters.invoice_settings?.default_payment_method);
  if (parameters.coupon !== undefined) {
    call.use(customerBilling).redeem(call, parameters.coupon, call.find(customer, current.id));
  }
  call.announce('customer.updated', call.find(customer, current.id));
  call.use(customerBilling).subscribe(call, current.id, parameters);
  if (call.find(customer, current.id).default_source !== current.default_source) {
    call.use(customerBilling).retryPastDue(call, current.id);
  }
  return call.find(customer, current.id);
});

export const del = implement(customers.del, (call, { customer: id }) => {
  call.use(customerBilling).end(call, call.find(customer, id));
  const current = call.find(customer, id);
  call.announce('customer.deleted', current);
  for (const one of [...call.all(source, { customer: id }), ...call.all(source, { payer: id })]) {
    call.remove(source, one);
  }
  call.remove(customer, current);
  return { deleted: true, id };
});

export const list = implement(customers.list, (call, parameters) => call.page(customer, parameters));

/** A new source in a customer request replaces the default one. */
export function replaceDefaultSource(call: Call, id: string, given: Parameters<typeof attach>[2]): void {
  const { default_source } = call.find(customer, id);
  const old = call.peek(source, default_source);
  const added = attach(call, call.find(customer, id), given);
  if (old !== undefined) {
    detach(call, old);
  }
  call.change(customer, call.find(customer, id), { default_source: added.id });
}
