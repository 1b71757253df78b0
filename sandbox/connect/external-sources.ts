/** The bank accounts and cards of an account: adding them, finding them and choosing the default. */
import type { ConnectedAccount, Ownership } from '#sandbox/connect/objects/connected-account.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { card } from '#sandbox/payments/objects/cards.ts';
import { type Source, source } from '#sandbox/payments/objects/sources.ts';
import { token } from '#sandbox/payments/objects/tokens.ts';
import { resolveSource, type SourceParameter } from '#sandbox/payments/tokens.ts';

/** A bank account or card of an account; it always has a currency. */
export type ExternalAccount = Source & { readonly account: string; readonly currency: string };

/** The test bank account that every standalone account has. */
export const TEST_BANK_ACCOUNT = {
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};

/**
 * Adds a bank account or card to an account. The first one in a currency becomes its default.
 * @throws {StripeError} 400 when a card is not a debit card
 */
export function addTo(
  { home, itself, owner }: Ownership,
  given: SourceParameter,
  { default_for_currency = false, metadata = {} }: Pick<Source, 'default_for_currency' | 'metadata'> = {},
): ExternalAccount {
  // Tokens may belong to the platform or to the account itself.
  const isTheirs = typeof given === 'string' && itself.peek(token, given) !== undefined;
  const resolved = resolveSource(isTheirs ? itself : home, given, 'external_account');
  const currency = resolved.currency ?? owner.default_currency;
  if (resolved.object === 'card' && resolved.funding !== 'debit') {
    throw invalidRequest('Funds can only be sent to debit cards; this card is none.', {
      code: 'invalid_card_type',
      param: 'external_account',
    });
  }
  const isFirst = ofCurrency(home, owner.id, currency).length === 0;
  const fields = { account: owner.id, currency, default_for_currency: false, metadata };
  const made = (
    resolved.object === 'card'
      ? home.create(card, { ...resolved, ...fields })
      : home.create(bankAccount, { ...resolved, ...fields })
  ) as ExternalAccount;
  const isWished = default_for_currency || resolved.default_for_currency === true;
  return isFirst || isWished ? makeDefault(home, made) : made;
}

/** Adds a bank account or card and makes it the default of its currency. */
export function replaceDefault(ownership: Ownership, given: SourceParameter): void {
  const { home, itself, owner } = ownership;
  const made = addTo(ownership, given);
  const old = defaultFor(home, owner.id, made.currency);
  if (old !== undefined && old.id !== made.id) {
    makeDefault(home, made);
    itself.announce('account.external_account.deleted', old);
    home.remove(source, old);
  }
  itself.announce('account.external_account.created', find(home, owner, made.id));
}

/** Returns the external account that funds in a currency are sent to. */
export function defaultFor(home: Call, owner: string, currency: string): ExternalAccount | undefined {
  return ofCurrency(home, owner, currency).find((one) => one.default_for_currency);
}

/** Finds an external account of an account; those of other accounts are not found. */
export function find(home: Call, owner: ConnectedAccount, id: string, parameter = 'id'): ExternalAccount {
  const found = home.peek(source, id);
  return found?.account === owner.id
    ? (found as ExternalAccount)
    : home.missing('external account', id, parameter);
}

export function ofCurrency(home: Call, owner: string, currency: string): ExternalAccount[] {
  const all = home.all(source, { account: owner }) as ExternalAccount[];
  return all.filter((one) => one.currency === currency);
}

export function makeDefault(home: Call, chosen: ExternalAccount): ExternalAccount {
  for (const one of ofCurrency(home, chosen.account, chosen.currency)) {
    if (one.default_for_currency && one.id !== chosen.id) {
      home.change(source, one, { default_for_currency: false });
    }
  }
  return home.change(source, chosen, { default_for_currency: true }) as ExternalAccount;
}
