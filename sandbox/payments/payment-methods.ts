/** Operations of payment methods. */
import * as methods from '#lib/operations/payment-methods.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type ListParameters, type Page, pageOf } from '#sandbox/engine/lists.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import type { Card } from '#sandbox/payments/objects/cards.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import {
  asCard,
  asMethod,
  type PaymentMethod,
  paymentMethod,
} from '#sandbox/payments/objects/payment-methods.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import {
  attachMethod,
  billed,
  copyMethod,
  detachMethod,
  findMethod,
  makeMethod,
  peekMethod,
} from './attach-methods.ts';
import { changedCard } from './cards.ts';

export const create = implement(
  methods.create,
  (call, { customer: owner, payment_method, type, ...given }) => {
    if (payment_method !== undefined) {
      return copyToAccount(call, owner, payment_method);
    }
    if (owner !== undefined) {
      throw invalidRequest(
        'A PaymentMethod cannot be attached to a Customer while it is created. Attach it by POST /v1/payment_methods/{id}/attach.',
        { param: 'customer' },
      );
    }
    if (type === undefined) {
      throw invalidRequest('Missing required param: type.', { param: 'type', code: 'parameter_missing' });
    }
    return makeMethod(call, { ...given, type });
  },
);

/** Copies a payment method of a platform's customer to the connected account. */
function copyToAccount(call: Call, owner: string | undefined, id: string): PaymentMethod {
  const { platform } = call.account;
  if (platform === undefined) {
    throw invalidRequest('A PaymentMethod is copied only to a connected account, with Stripe-Account.', {
      param: 'payment_method',
    });
  }
  const home = call.on(platform);
  const method = findMethod(home, id);
  if (owner !== undefined) {
    home.find(customer, owner);
  }
  if ((method.customer ?? undefined) !== owner) {
    throw invalidRequest(`The PaymentMethod ${id} is not that of the Customer given.`, {
      param: owner === undefined ? 'customer' : 'payment_method',
    });
  }
  return copyMethod(call, method);
}

export const retrieve = implement(methods.retrieve, (call, { payment_method: id }) => findMethod(call, id));

export const update = implement(methods.update, (call, { payment_method: id, ...wanted }) => {
  const current = findMethod(call, id);
  if (current.customer == null) {
    throw invalidRequest('A PaymentMethod must be attached to a Customer to be updated.', {
      param: 'payment_method',
    });
  }
  const { allow_redisplay, billing_details, card = {}, metadata } = wanted;
  const changes = { ...(billing_details && billed(billing_details)), ...card };
  const { object: _, ...known } = changedCard(call, asCard(current), changes);
  const changed = call.change(paymentMethod, current, {
    allow_redisplay,
    ...known,
    metadata: call.metadata(metadata, current.metadata),
  });
  const method = seenAsMethod(changed);
  call.announce('payment_method.updated', method);
  return method;
});

export const attach = implement(methods.attach, (call, { payment_method: id, customer: owner }) => {
  call.find(customer, owner);
  return attachMethod(call, findMethod(call, id), owner);
});

export const detach = implement(methods.detach, (call, { payment_method: id }) =>
  detachMethod(call, findMethod(call, id)),
);

export const list = implement(methods.list, (call, { customer: owner, ...wanted }) =>
  owner === undefined
    ? { object: 'list', data: [], has_more: false, url: call.request?.path ?? '' }
    : pageOfCustomer(call, call.find(customer, owner).id, wanted),
);

export const listOfCustomer = implement(methods.listOfCustomer, (call, { customer: owner, ...wanted }) =>
  pageOfCustomer(call, call.find(customer, owner).id, wanted),
);

export const retrieveOfCustomer = implement(
  methods.retrieveOfCustomer,
  (call, { customer: owner, payment_method: id }) => {
    const method = peekMethod(call, id);
    return method?.customer === call.find(customer, owner).id
      ? method
      : call.missing(paymentMethod.noun, id, 'payment_method');
  },
);

interface Wanted extends ListParameters {
  readonly type?: 'card';
  readonly allow_redisplay?: PaymentMethod['allow_redisplay'];
}

/** Returns a page of a customer's payment methods and saved cards, newest first. */
function pageOfCustomer(call: Call, owner: string, { type: _, allow_redisplay, ...paging }: Wanted): Page {
  const cards = call.newest(source, { customer: owner }).filter((one) => one.object === 'card');
  const age = ({ id }: Stored) => call.account.store.row(paymentMethod, id)!.sequence;
  const all = [...call.newest(paymentMethod, { payer: owner }), ...cards]
    .sort((a, b) => age(b) - age(a))
    .map(seenAsMethod)
    .filter(
      (one) => allow_redisplay === undefined || (one.allow_redisplay ?? 'unspecified') === allow_redisplay,
    );
  return pageOf(call, paymentMethod, all, paging, call.request?.path ?? '');
}

function seenAsMethod(kept: Stored): PaymentMethod {
  return kept.object === 'card' ? asMethod(kept as Card) : (kept as PaymentMethod);
}
