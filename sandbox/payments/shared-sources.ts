/** Platforms share the cards and bank accounts of their customers with connected accounts, through tokens. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type BankAccount, bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { type Card, card } from '#sandbox/payments/objects/cards.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { peekSource } from './find-source.ts';

/** What a token is made from: a customer of the platform and one of its sources, by default the default source. */
export interface Shared {
  readonly customer?: string | undefined;
  readonly source?: string | undefined;
  /** The parameter that names the source. */
  readonly parameter: 'card' | 'bank_account';
}

/**
 * Copies a card or bank account of a platform's customer for a connected account.
 * @throws {StripeError} 400 when the account has no platform, or there is no such customer or source
 */
export function copyOfShared(
  call: Call,
  { customer: owner, source: id, parameter }: Shared,
): Card | BankAccount {
  const { platform } = call.account;
  if (platform === undefined) {
    throw invalidRequest(
      'Only for a connected account can a token be made from a customer; give the fields of a card or bank account instead.',
      { param: owner === undefined ? parameter : 'customer' },
    );
  }
  if (owner === undefined) {
    throw invalidRequest('Missing required param: customer.', { param: 'customer' });
  }
  const home = call.on(platform);
  const { default_source } = home.find(customer, owner);
  const shared = peekSource(home, id ?? default_source);
  if (shared?.customer !== owner) {
    throw invalidRequest(`Customer ${owner} does not have such a source.`, {
      param: id === undefined ? 'customer' : parameter,
    });
  }
  const { customer: _, ...copy } = shared;
  return { ...copy, id: call.newId<Card | BankAccount>(copy.object === 'card' ? card : bankAccount) } as
    | Card
    | BankAccount;
}
