/** Customers. */
import * as customers from '#lib/stripe/customers.ts';
import { cancelNow } from '../billing/cancel.ts';
import { retryPastDue } from '../billing/collect.ts';
import { subscribeByTheWay } from '../billing/of-customer.ts';
import { type Call, orNull } from '../call.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { attachMethod, findMethod, setDefaultMethod } from '../payments/methods.ts';
import { discount, redeem, removeDiscount, showDiscount } from './discounts.ts';
import { attach, detach, peekSource, source } from './sources.ts';
import { subscription } from './subscriptions.ts';

/** A customer as it is kept. */
export interface Customer extends Stored {
  readonly object: 'customer';
  readonly created: number;
  readonly account_balance: number;
  readonly business_vat_id: string | null;
  readonly currency: string | null;
  readonly default_source: string | null;
  /** What invoices are paid with before the default source. */
  readonly default_payment_method?: string | null | undefined;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly discount: string | null;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly shipping: object | null;
}

export const customer = resource<Customer>('customer', {
  id: { prefix: 'cus', length: 14 },
  expandable: { default_source: ['card', 'bank_account', 'bitcoin_receiver'] },
  render: (customer, view) => ({
    id: customer.id,
    object: 'customer',
    account_balance: customer.account_balance,
    ...(customer.business_vat_id !== null && { business_vat_id: customer.business_vat_id }),
    created: customer.created,
    currency: customer.currency,
    default_source: customer.default_source,
    delinquent: customer.delinquent,
    description: customer.description,
    discount: showDiscount(view, customer),
    email: customer.email,
    livemode: false,
    metadata: { ...customer.metadata },
    shipping: customer.shipping,
    sources: view.sublist(source, { customer: customer.id }, `/v1/customers/${customer.id}/sources`),
    subscriptions: view.sublist(
      subscription,
      { live_of: customer.id },
      `/v1/customers/${customer.id}/subscriptions`,
    ),
    ...(customer.default_payment_method != null && {
      invoice_settings: { default_payment_method: customer.default_payment_method },
    }),
  }),
});

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
  if (payment_method !== undefined) {
    attachMethod(call, findMethod(call, payment_method), made.id);
  }
  setDefaultMethod(call, made.id, invoice_settings?.default_payment_method);
  if (parameters.coupon !== undefined) {
    redeem(call, parameters.coupon, call.find(customer, made.id));
  }
  call.announce('customer.created', call.find(customer, made.id));
  subscribeByTheWay(call, made.id, parameters);
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
    redeem(call, parameters.coupon, call.find(customer, current.id));
  }
  call.announce('customer.updated', call.find(customer, current.id));
  subscribeByTheWay(call, current.id, parameters);
  if (call.find(customer, current.id).default_source !== current.default_source) {
    retryPastDue(call, current.id);
  }
  return call.find(customer, current.id);
});

export const del = implement(customers.del, (call, { customer: id }) => {
  const { discount: discountId } = call.find(customer, id);
  for (const live of call.all(subscription, { live_of: id })) {
    cancelNow(call, live);
  }
  const discounted = call.peek(discount, discountId);
  if (discounted !== undefined) {
    removeDiscount(call, discounted);
  }
  const current = call.find(customer, id);
  call.announce('customer.deleted', current);
  for (const one of [...call.all(source, { customer: id }), ...call.all(source, { payer: id })]) {
    call.remove(source, one);
  }
  call.remove(customer, current);
  return { deleted: true, id };
});

export const list = implement(customers.list, (call, parameters) => call.page(customer, parameters));

/** A new source given to a customer as such takes the place of its default one. */
export function replaceDefaultSource(call: Call, id: string, given: Parameters<typeof attach>[2]): void {
  const { default_source } = call.find(customer, id);
  const old = call.peek(source, default_source);
  const added = attach(call, call.find(customer, id), given);
  if (old !== undefined) {
    detach(call, old);
  }
  call.change(customer, call.find(customer, id), { default_source: added.id });
}
