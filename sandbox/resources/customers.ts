/** Customers. */
import * as customers from '#lib/stripe/customers.ts';
import { type Call, orNull } from '../call.ts';
import { implement, resource, type Stored } from '../define.ts';
import { invalidRequest, notImplemented } from '../errors.ts';
import { emptyList } from '../pagination.ts';
import { attach, detach, source } from './sources.ts';

/** A customer as it is kept. */
export interface Customer extends Stored {
  readonly object: 'customer';
  readonly created: number;
  readonly account_balance: number;
  readonly business_vat_id: string | null;
  readonly currency: string | null;
  readonly default_source: string | null;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly shipping: object | null;
}

export const customer = resource<Customer>('customer', {
  id: { prefix: 'cus', length: 14 },
  expandable: { default_source: ['card', 'bank_account'] },
  render: (customer, view) => ({
    id: customer.id,
    object: 'customer',
    account_balance: customer.account_balance,
    created: customer.created,
    currency: customer.currency,
    default_source: customer.default_source,
    delinquent: customer.delinquent,
    description: customer.description,
    discount: null,
    email: customer.email,
    livemode: false,
    metadata: { ...customer.metadata },
    shipping: customer.shipping,
    sources: view.sublist(source, { customer: customer.id }, `/v1/customers/${customer.id}/sources`),
    subscriptions: emptyList(`/v1/customers/${customer.id}/subscriptions`),
  }),
});

export const create = implement(customers.create, (call, parameters) => {
  refuseBilling(parameters);
  const { account_balance = 0, source: given } = parameters;
  const made = call.create(customer, {
    account_balance,
    business_vat_id: orNull(parameters.business_vat_id) ?? null,
    currency: account_balance === 0 ? null : call.account.defaultCurrency,
    default_source: null,
    delinquent: false,
    description: orNull(parameters.description) ?? null,
    email: orNull(parameters.email) ?? null,
    metadata: call.metadata(parameters.metadata),
    shipping: parameters.shipping ?? null,
  });
  if (given !== undefined) {
    attach(call, made, given);
  }
  const created = call.find(customer, made.id);
  call.announce('customer.created', created);
  return created;
});

export const retrieve = implement(customers.retrieve, (call, { customer: id }) =>
  call.wasDeleted(customer, id) ? { deleted: true, id } : call.find(customer, id),
);

export const update = implement(customers.update, (call, parameters) => {
  refuseBilling(parameters);
  const current = call.find(customer, parameters.customer);
  const { default_source, source: given } = parameters;
  if (default_source !== undefined && call.peek(source, default_source)?.customer !== current.id) {
    throw invalidRequest(`No such source: ${default_source}`, { param: 'default_source' });
  }
  call.change(customer, current, {
    account_balance: parameters.account_balance,
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
  const changed = call.find(customer, current.id);
  call.announce('customer.updated', changed);
  return changed;
});

export const del = implement(customers.del, (call, { customer: id }) => {
  const current = call.find(customer, id);
  call.announce('customer.deleted', current);
  for (const one of call.all(source, { customer: id })) {
    call.remove(source, one);
  }
  call.remove(customer, current);
  return { deleted: true, id };
});

export const list = implement(customers.list, (call, parameters) => call.page(customer, parameters));

/** A new source given to a customer as such takes the place of its default one. */
function replaceDefaultSource(call: Call, id: string, given: Parameters<typeof attach>[2]): void {
  const { default_source } = call.find(customer, id);
  const old = call.peek(source, default_source);
  const added = attach(call, call.find(customer, id), given);
  if (old !== undefined) {
    detach(call, old);
  }
  call.change(customer, call.find(customer, id), { default_source: added.id });
}

function refuseBilling({ plan, coupon }: { plan?: string; coupon?: string }): void {
  const param = plan !== undefined ? 'plan' : coupon !== undefined ? 'coupon' : undefined;
  if (param !== undefined) {
    throw notImplemented(`${param} on customers`);
  }
}
