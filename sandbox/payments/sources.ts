/** The sources of customers: cards, bank accounts and Bitcoin receivers. */

import * as sources from '#lib/operations/sources.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { cardError, invalidRequest } from '#sandbox/engine/errors.ts';
import { type BankAccount, bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { type BitcoinReceiver, bitcoinReceiver } from '#sandbox/payments/objects/bitcoin-receivers.ts';
import { card } from '#sandbox/payments/objects/cards.ts';
import { type Customer, customer } from '#sandbox/payments/objects/customers.ts';
import { type CustomerSource, type Source, source } from '#sandbox/payments/objects/sources.ts';
import { isReceiverId, updateReceiver } from './bitcoin-receivers.ts';
import { changedCard } from './cards.ts';
import { peekSource } from './find-source.ts';
import { outcomeOf } from './test-cards.ts';
import { allowedSource, resolveSource, type SourceParameter } from './tokens.ts';

export const create = implement(sources.create, (call, { customer: id, source: given, metadata }) => {
  const owner = call.find(customer, id, 'customer');
  const attached = attach(call, owner, given, call.metadata(metadata));
  if (owner.default_source === null) {
    call.announce('customer.updated', call.find(customer, id, 'customer'));
  }
  return attached;
});

export const retrieve = implement(sources.retrieve, (call, parameters) => find(call, parameters));

export const update = implement(sources.update, (call, { customer: owner, id, metadata, ...changes }) => {
  const current = find(call, { customer: owner, id });
  const [param] = Object.keys(changes);
  if (current.object !== 'card' && param !== undefined) {
    throw invalidRequest('Of bank accounts and Bitcoin receivers, only metadata can be updated here.', {
      param,
    });
  }
  if (current.object === 'bitcoin_receiver') {
    return updateReceiver(call, current, { metadata });
  }
  const changed = call.change(source, current, {
    ...(current.object === 'card' && changedCard(call, current, changes)),
    metadata: call.metadata(metadata, current.metadata),
  });
  call.announce('customer.source.updated', changed);
  return changed;
});

export const del = implement(sources.del, (call, parameters) => {
  const current = find(call, parameters);
  removeSource(call, parameters.customer, current);
  return { deleted: true, id: current.id };
});

/** Removes a source from its customer. If it was the default, the one added last becomes the default. */
export function removeSource(call: Call, ownerId: string, removed: CustomerSource): void {
  detach(call, removed);
  const owner = call.find(customer, ownerId, 'customer');
  const isDefault = owner.default_source === removed.id;
  const isDefaultMethod = owner.default_payment_method === removed.id;
  if (isDefault || isDefaultMethod) {
    const [newest] = call.newest(source, { customer: owner.id }, 1);
    const changed = call.change(customer, owner, {
      ...(isDefault && { default_source: newest?.id ?? null }),
      ...(isDefaultMethod && { default_payment_method: null }),
    });
    call.announce('customer.updated', changed);
  }
}

export const list = implement(sources.list, (call, { customer: id, object, ...parameters }) => {
  const owner = call.find(customer, id, 'customer');
  const where = object === undefined ? undefined : (one: CustomerSource) => one.object === object;
  return call.page(source, parameters, { customer: owner.id }, where);
});

/** The deposits that verify Stripe's test bank accounts. */
const DEPOSITS = [32, 45];

export const verify = implement(sources.verify, (call, { customer: owner, id, amounts }) => {
  const current = find(call, { customer: owner, id });
  if (current.object !== 'bank_account') {
    throw invalidRequest('Only bank accounts are verified by deposits.', { param: 'id' });
  }
  if (amounts === undefined) {
    throw invalidRequest('Missing required param: amounts.', { param: 'amounts' });
  }
  if (current.status === 'verified') {
    throw invalidRequest('This bank account has already been verified.');
  }
  if (current.status === 'verification_failed') {
    throw invalidRequest('You have exceeded the number of allowed verification attempts.', {
      param: 'amounts',
    });
  }
  if ([...amounts].sort((a, b) => a - b).join() !== DEPOSITS.join()) {
    countWrongAmounts(call, current);
    const message = 'The amounts provided do not match the amounts that were sent to the bank account.';
    throw cardError({ code: 'incorrect_amounts', message, param: 'amounts' }, { stands: true });
  }
  const changed = call.change(bankAccount, current, { status: 'verified' });
  call.announce('customer.source.updated', changed);
  return changed;
});

/** The number of wrong answers after which a bank account cannot be verified any more. */
const MOST_ATTEMPTS = 10;

function countWrongAmounts(call: Call, current: BankAccount): void {
  const wrong_amounts = (current.wrong_amounts ?? 0) + 1;
  const failed = wrong_amounts === MOST_ATTEMPTS ? ('verification_failed' as const) : undefined;
  const changed = call.change(bankAccount, current, { wrong_amounts, status: failed });
  if (failed !== undefined) {
    call.announce('customer.source.updated', changed);
  }
}

/**
 * Attaches what a parameter stands for to a customer. The first source becomes the default.
 * @throws {StripeError} 402 when the bank declines a card; Stripe checks it when it is attached
 */
export function attach(
  call: Call,
  owner: Customer,
  given: SourceParameter,
  metadata: Readonly<Record<string, string>> = {},
): CustomerSource {
  if (isReceiverId(given)) {
    return attachReceiver(call, owner, given);
  }
  const resolved = resolveSource(call, allowedSource(call, given), 'source');
  if (resolved.object === 'card') {
    const { decline, attaches } = outcomeOf(resolved.outcome);
    if (decline !== undefined && attaches !== true) {
      throw cardError(decline);
    }
  }
  const attached: Source =
    resolved.object === 'card'
      ? call.create(card, { ...resolved, metadata, customer: owner.id })
      : call.create(bankAccount, { ...resolved, metadata, customer: owner.id });
  return announceAttached(call, owner, attached);
}

function attachReceiver(call: Call, owner: Customer, id: string): BitcoinReceiver {
  const receiver = call.find(bitcoinReceiver, id, 'source');
  if (receiver.customer != null) {
    throw invalidRequest('This Bitcoin receiver belongs to a customer already.', { param: 'source' });
  }
  const attached = call.change(bitcoinReceiver, receiver, { customer: owner.id });
  return announceAttached(call, owner, attached);
}

function announceAttached<T extends CustomerSource>(call: Call, owner: Customer, attached: T): T {
  call.announce('customer.source.created', attached);
  if (owner.default_source === null) {
    call.change(customer, owner, { default_source: attached.id });
  }
  return attached;
}

/** Detaches a source from its customer. */
export function detach(call: Call, attached: CustomerSource): void {
  call.announce('customer.source.deleted', attached);
  call.remove(source, attached);
}

/** Finds a source of a customer; those of other customers are not found. */
function find(call: Call, { customer: owner, id }: { customer: string; id: string }): CustomerSource {
  call.find(customer, owner, 'customer');
  const found = peekSource(call, id);
  return found?.customer === owner ? found : call.missing(source.noun, id, 'id');
}
