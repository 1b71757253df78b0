/** Which account a call is about, and where its data is stored: with its platform. */
import { account } from '#sandbox/connect/objects/accounts.ts';
import type { ConnectedAccount, Ownership } from '#sandbox/connect/objects/connected-account.ts';
import { EMPTY_ENTITY } from '#sandbox/connect/objects/legal-entities.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { countryOf } from '#sandbox/payments/countries.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { addTo, TEST_BANK_ACCOUNT } from './external-sources.ts';

/**
 * Returns the account that a parameter names: a connected account, or by default the call's own.
 * @throws {StripeError} when there is none
 */
export function ownedBy(call: Call, id: string | undefined): Ownership {
  if (id === undefined || id === call.account.id) {
    return ofCall(call);
  }
  const owner = call.find(account, id, 'account');
  return { owner, home: call, itself: call.on(call.account.connectedOf(id)!) };
}

/** Returns the account of a call. */
export function ofCall(call: Call): Ownership {
  const { id, platform } = call.account;
  const home = platform === undefined ? call : call.on(platform);
  return { owner: platform === undefined ? ownAccount(call) : home.find(account, id), home, itself: call };
}

/** Returns the account of a call, and whether its funds can be sent somewhere. */
export function accountFile(call: Call): Ownership & { readonly hasExternalAccount: boolean } {
  const ownership = ofCall(call);
  const { home, owner } = ownership;
  return { ...ownership, hasExternalAccount: home.newest(source, { account: owner.id }, 1).length > 0 };
}

/** The same for an account that the platform manages. */
export function managedBy(call: Call, id: string | undefined): Ownership {
  const ownership = ownedBy(call, id);
  if (!ownership.owner.managed) {
    throw invalidRequest('Only managed accounts that the platform created can be changed in this way.', {
      param: 'account',
    });
  }
  return ownership;
}

/** The account object of a standalone account: it can do everything and has a test bank account. */
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

export function unknownHolder(platform: string | null, country: string) {
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
    entity: EMPTY_ENTITY,
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
