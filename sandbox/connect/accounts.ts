/** Accounts: those that a platform connects, and the key's own account. */
import * as accounts from '#lib/operations/accounts.ts';
import { account } from '#sandbox/connect/objects/accounts.ts';
import type { ConnectedAccount } from '#sandbox/connect/objects/connected-account.ts';
import { EMPTY_ENTITY } from '#sandbox/connect/objects/legal-entities.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { checkPolicy } from '#sandbox/engine/policies.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { countryOf } from '#sandbox/payments/countries.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { addTo, replaceDefault } from './external-sources.ts';
import { mergeEntity } from './legal-entity.ts';
import { managedBy, ofCall, ownedBy, unknownHolder } from './ownership.ts';
import { checkedSettings } from './settings.ts';

export const create = implement(accounts.create, (call, parameters) => {
  checkPolicy(call.account.policies, 'accounts_v1');
  const { managed = false, external_account, legal_entity, ...given } = parameters;
  if (call.account.platform !== undefined) {
    throw invalidRequest('A connected account cannot have connected accounts of its own.');
  }
  if (!managed && parameters.email === undefined) {
    throw invalidRequest('Missing required param: email.', { param: 'email' });
  }
  const country = (parameters.country ?? call.account.country).toUpperCase();
  if (countryOf(country) === undefined) {
    throw invalidRequest(`Country '${country.slice(0, 10)}' is not one that Stripe serves.`, {
      param: 'country',
    });
  }
  const id = call.newId(account);
  const opened = call.account.connect(id);
  const made = call.create(account, {
    ...unknownHolder(call.account.id, country),
    ...checkedSettings(call, given, country),
    managed,
    entity: mergeEntity(call, EMPTY_ENTITY, (legal_entity ?? {}) as Json),
    metadata: call.metadata(parameters.metadata),
    id,
  });
  opened.setLocale({ country, ...localeOf(made) });
  if (external_account !== undefined) {
    addTo({ owner: made, home: call, itself: call.on(opened) }, external_account);
  }
  const key = opened.grantKey();
  return { ...made, keys: { secret: `sk_test_${key}`, publishable: `pk_test_${key}` } };
});

export const retrieve = implement(accounts.retrieve, (call, { account: id }) => ownedBy(call, id).owner);

export const retrieveOwn = implement(accounts.retrieveOwn, (call, { account: id }) =>
  id === undefined ? ofCall(call).owner : ownedBy(call, id).owner,
);

export const update = implement(accounts.update, (call, { account: id, ...parameters }) => {
  const { owner, home, itself } = managedBy(call, id);
  const { external_account, legal_entity, metadata, ...given } = parameters;
  const changed = home.change(account, owner, {
    ...checkedSettings(home, given, owner.country, owner),
    entity: legal_entity && mergeEntity(itself, owner.entity, legal_entity as Json),
    metadata: call.metadata(metadata, owner.metadata),
  });
  itself.account.setLocale(localeOf(changed));
  if (external_account !== undefined) {
    replaceDefault({ owner: changed, home, itself }, external_account);
  }
  itself.announce('account.updated', changed);
  return changed;
});

export const del = implement(accounts.del, (call, { account: id }) => {
  const { owner, home, itself } = managedBy(call, id);
  for (const one of home.all(source, { account: owner.id })) {
    home.remove(source, one);
  }
  home.remove(account, owner);
  home.account.disconnect(itself.account);
  return { deleted: true, id: owner.id };
});

export const reject = implement(accounts.reject, (call, { account: id, reason }) => {
  const { owner, home, itself } = managedBy(call, id);
  const changed = home.change(account, owner, { rejected: reason });
  itself.announce('account.updated', changed);
  return changed;
});

export const list = implement(accounts.list, (call, paging) =>
  call.page(account, paging, { platform: call.account.id }),
);

/** Returns the settings of an account that its balance depends on. */
function localeOf({ default_currency, transfer_schedule }: ConnectedAccount) {
  return { defaultCurrency: default_currency, delayDays: transfer_schedule.delay_days };
}
