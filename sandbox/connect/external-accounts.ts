/** External accounts: the bank accounts and debit cards that an account's funds are sent to. */
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import type { Ownership } from '#sandbox/connect/objects/connected-account.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { changedCard } from '#sandbox/payments/cards.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { addTo, type ExternalAccount, find, makeDefault, ofCurrency } from './external-sources.ts';
import { ownedBy } from './ownership.ts';

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

/**
 * The default of a currency cannot be deleted while there are others in that currency, and the default of the
 * account's own currency never.
 */
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

/** A platform cannot change the external accounts of accounts that their holders manage themselves. */
function changeable(ownership: Ownership): Ownership {
  const { managed, platform } = ownership.owner;
  if (!managed && platform !== null) {
    throw invalidRequest('Only managed accounts can be changed by their platform.', { param: 'account' });
  }
  return ownership;
}
