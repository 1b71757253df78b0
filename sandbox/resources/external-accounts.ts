/** External accounts: the bank accounts and debit cards that an account's funds are sent to. */
import * as externalAccounts from '#lib/stripe/external-accounts.ts';
import type { Call } from '../call.ts';
import { type Ownership, ownedBy } from '../connect/ownership.ts';
import { implement, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import type { ConnectedAccount } from './accounts.ts';
import { bankAccount } from './bank-accounts.ts';
import { card, changedCard } from './cards.ts';
import { type Source, source } from './sources.ts';
import { resolveSource, type SourceParameter, token } from './tokens.ts';

/** A card or bank account of an account, which has a currency in any case. */
export type ExternalAccount = Source & { readonly account: string; readonly currency: string };

export const create = implement(externalAccounts.create, (call, parameters) => {
  const ownership = changeable(ownedBy(call, parameters.account));
  const { owner, itself } = ownership;
  const { external_account: given, default_for_currency = false, metadata } = parameters;
  const made = addTo(ownership, given, { default_for_currency, metadata: call.metadata(metadata) });
  itself.announce('account.external_account.created', made);
  itself.announce('account.updated', owner);
  return made;
});

export const retrieve = implement(externalAccounts.retrieve, (call, { account, id }) => {
  const { home, owner } = ownedBy(call, account);
  return find(home, owner, id);
});

export const update = implement(externalAccounts.update, (call, parameters) => {
  const { account, id, default_for_currency, metadata, ...changes } = parameters;
  const { home, owner, itself } = changeable(ownedBy(call, account));
  const current = find(home, owner, id);
  const unknown = Object.keys(changes).find((name) => changes[name as keyof typeof changes] !== undefined);
  if (current.object === 'bank_account' && unknown !== undefined) {
    throw invalidRequest('Of a bank account, only metadata and default_for_currency can be updated.', {
      param: unknown,
    });
  }
  if (default_for_currency === false && current.default_for_currency) {
    throw invalidRequest('This is the default for its currency; make another one the default instead.', {
      param: 'default_for_currency',
    });
  }
  const changed = home.change(source, current, {
    ...(current.object === 'card' && changedCard(home, current, changes)),
    metadata: call.metadata(metadata, current.metadata),
  });
  const settled = default_for_currency ? makeDefault(home, changed as ExternalAccount) : changed;
  itself.announce('account.external_account.updated', settled);
  return settled;
});

/** The default of a currency stays while there are others in it, and that of the account's own currency for good. */
export const del = implement(externalAccounts.del, (call, { account, id }) => {
  const { home, owner, itself } = changeable(ownedBy(call, account));
  const current = find(home, owner, id);
  if (current.default_for_currency) {
    const others = ofCurrency(home, owner.id, current.currency).filter((one) => one.id !== id);
    if (others.length > 0 || current.currency === owner.default_currency) {
      throw invalidRequest(
        `You cannot delete the default external account for ${current.currency}; make another one the default first.`,
        { param: 'id' },
      );
    }
  }
  itself.announce('account.external_account.deleted', current);
  home.remove(source, current);
  return { deleted: true, id };
});

export const list = implement(externalAccounts.list, (call, { account, object, ...paging }) => {
  const { home, owner } = ownedBy(call, account);
  const where = object === undefined ? undefined : (one: Stored) => one.object === object;
  return home.page(source, paging, { account: owner.id }, where);
});

/** The bank account that every account has for tests, unless it is connected to another one. */
export const TEST_BANK_ACCOUNT = {
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};

/**
 * Gives an account a card or bank account. The first one in a currency is its default.
 * @throws {StripeError} 400 when a card is no debit card
 */
export function addTo(
  { home, itself, owner }: Ownership,
  given: SourceParameter,
  { default_for_currency = false, metadata = {} }: Pick<Source, 'default_for_currency' | 'metadata'> = {},
): ExternalAccount {
  // Tokens may be the platform's or the account's own.
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

/** Gives an account a card or bank account in the place of the default one of its currency. */
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

/** The external account that funds in a currency go to. */
export function defaultFor(home: Call, owner: string, currency: string): ExternalAccount | undefined {
  return ofCurrency(home, owner, currency).find((one) => one.default_for_currency);
}

/** Of accounts that their holders manage themselves, the platform cannot change where funds go. */
function changeable(ownership: Ownership): Ownership {
  const { managed, platform } = ownership.owner;
  if (!managed && platform !== null) {
    throw invalidRequest('Only managed accounts can be changed by their platform.', { param: 'account' });
  }
  return ownership;
}

/** An external account of an account; those of others are not found. */
export function find(home: Call, owner: ConnectedAccount, id: string, parameter = 'id'): ExternalAccount {
  const found = home.peek(source, id);
  return found?.account === owner.id
    ? (found as ExternalAccount)
    : home.missing('external account', id, parameter);
}

function ofCurrency(home: Call, owner: string, currency: string): ExternalAccount[] {
  const all = home.all(source, { account: owner }) as ExternalAccount[];
  return all.filter((one) => one.currency === currency);
}

function makeDefault(home: Call, chosen: ExternalAccount): ExternalAccount {
  for (const one of ofCurrency(home, chosen.account, chosen.currency)) {
    if (one.default_for_currency && one.id !== chosen.id) {
      home.change(source, one, { default_for_currency: false });
    }
  }
  return home.change(source, chosen, { default_for_currency: true }) as ExternalAccount;
}
