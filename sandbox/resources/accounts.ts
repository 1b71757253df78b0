/** Accounts: those that a platform connects, and the one of the key itself. */
import * as accounts from '#lib/stripe/accounts.ts';
import type { Call } from '../call.ts';
import { countryOf } from '../connect/countries.ts';
import { type LegalEntity, NOBODY, showEntity, told } from '../connect/legal-entity.ts';
import { fileOf, managedBy, ofCall, ownedBy } from '../connect/ownership.ts';
import { checkedSettings, type TransferSchedule } from '../connect/settings.ts';
import { standingOf, TIME_TO_VERIFY } from '../connect/verification.ts';
import { implement, type Json, resource, type Stored, whenDue } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { checkPolicy } from '../policies.ts';
import { addTo, replaceDefault, TEST_BANK_ACCOUNT } from './external-accounts.ts';
import { source } from './sources.ts';

/** An account as its platform keeps it. */
export interface ConnectedAccount extends Stored {
  readonly object: 'account';
  readonly created: number;
  /** The account that it is connected to; null for one that no platform has. */
  readonly platform: string | null;
  readonly business_logo: string | null;
  readonly business_name: string | null;
  readonly business_primary_color: string | null;
  readonly business_url: string | null;
  readonly country: string;
  readonly debit_negative_balances: boolean;
  readonly decline_charge_on: { readonly avs_failure: boolean; readonly cvc_failure: boolean };
  readonly default_currency: string;
  /** When its holder must be known, if it has taken money before. */
  readonly due_by: number | null;
  readonly email: string | null;
  readonly entity: LegalEntity;
  readonly managed: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly product_description: string | null;
  /** Why the platform rejected it. */
  readonly rejected: string | null;
  readonly statement_descriptor: string | null;
  readonly support_email: string | null;
  readonly support_phone: string | null;
  readonly support_url: string | null;
  readonly tos_acceptance: {
    readonly date: number | null;
    readonly ip: string | null;
    readonly user_agent: string | null;
  };
  readonly transfer_schedule: TransferSchedule;
  /** In the answer to its creation alone. */
  readonly keys?: { readonly secret: string; readonly publishable: string };
}

export const account = resource<ConnectedAccount>('account', {
  id: { prefix: 'acct', length: 16 },
  indexes: { platform: ({ platform }) => platform },
  ofPlatform: true,
  render: (account, view) => {
    const external = view.sublist(
      source,
      { account: account.id },
      `/v1/accounts/${account.id}/external_accounts`,
    );
    const standing = standingOf(account, external['total_count'] !== 0, view.now);
    return {
      id: account.id,
      object: 'account',
      business_logo: account.business_logo,
      business_name: account.business_name,
      ...(account.business_primary_color !== null && {
        business_primary_color: account.business_primary_color,
      }),
      business_url: account.business_url,
      charges_enabled: standing.charges_enabled,
      country: account.country,
      debit_negative_balances: account.debit_negative_balances,
      decline_charge_on: { ...account.decline_charge_on },
      default_currency: account.default_currency,
      details_submitted: standing.details_submitted,
      display_name: account.business_name,
      email: account.email,
      external_accounts: external,
      legal_entity: showEntity(account.entity, account.country),
      managed: account.managed,
      ...(account.managed && { metadata: { ...account.metadata } }),
      product_description: account.product_description,
      statement_descriptor: account.statement_descriptor,
      support_email: account.support_email,
      support_phone: account.support_phone,
      ...(account.support_url !== null && { support_url: account.support_url }),
      timezone: 'Etc/UTC',
      tos_acceptance: { ...account.tos_acceptance },
      transfer_schedule: { ...account.transfer_schedule },
      transfers_enabled: standing.transfers_enabled,
      verification: {
        disabled_reason: standing.disabled_reason,
        due_by: standing.due_by,
        fields_needed: [...standing.fields_needed],
      },
      ...(account.keys !== undefined && { keys: account.keys }),
    };
  },
});

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
    entity: told(call, NOBODY, (legal_entity ?? {}) as Json),
    metadata: call.metadata(parameters.metadata),
    id,
  });
  opened.locate({ country, ...localeOf(made) });
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
    entity: legal_entity && told(itself, owner.entity, legal_entity as Json),
    metadata: call.metadata(metadata, owner.metadata),
  });
  itself.account.locate(localeOf(changed));
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

/** The object of an account that no platform has: it can do everything, and has a bank account for tests. */
export function ownAccount(call: Call): ConnectedAccount {
  const { id, country } = call.account;
  const kept = call.peek(account, id);
  if (kept !== undefined) {
    return kept;
  }
  const made = call.create(account, { ...unknownHolder(null, country), id });
  addTo({ owner: made, home: call, itself: call }, TEST_BANK_ACCOUNT);
  return made;
}

/** Starts the time within which the holder of an account must be known, once it takes money. */
export function startVerification(call: Call): void {
  const { owner, home } = ofCall(call);
  if (owner.managed && owner.due_by === null) {
    const due_by = call.now + TIME_TO_VERIFY;
    home.change(account, owner, { due_by });
    call.schedule(due_by, verificationDue.name, owner.id);
  }
}

export const verificationDue = whenDue('account.verification_due', (call) => {
  const { owner, hasExternalAccount } = fileOf(call);
  if (standingOf(owner, hasExternalAccount, call.now).fields_needed.length > 0) {
    call.announce('account.updated', owner);
  }
});

/** What of an account's settings its money goes by. */
function localeOf({ default_currency, transfer_schedule }: ConnectedAccount) {
  return { defaultCurrency: default_currency, delayDays: transfer_schedule.delay_days };
}

function unknownHolder(platform: string | null, country: string) {
  return {
    platform,
    business_logo: null,
    business_name: null,
    business_primary_color: null,
    business_url: null,
    country,
    debit_negative_balances: false,
    decline_charge_on: { avs_failure: platform !== null, cvc_failure: false },
    default_currency: countryOf(country)!.currency,
    due_by: null,
    email: null,
    entity: NOBODY,
    managed: false,
    metadata: {},
    product_description: null,
    rejected: null,
    statement_descriptor: null,
    support_email: null,
    support_phone: null,
    support_url: null,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    transfer_schedule: { delay_days: 7, interval: 'daily' as const },
  };
}
