/** What an account can do, and which data about its holder is still required. */
import type { Json } from '#sandbox/engine/resource.ts';
import { countryOf } from '#sandbox/payments/countries.ts';
import type { ConnectedAccount } from './connected-account.ts';
import { identityOf, isKnown } from './legal-entities.ts';

/** What standalone accounts need before they are claimed, as in a recorded reply. */
const STANDALONE_NEEDS = [
  'business_url',
  'external_account',
  'product_description',
  'support_phone',
  'tos_acceptance.date',
  'tos_acceptance.ip',
];

/** What an account can do. */
export interface AccountStatus {
  readonly fields_needed: readonly string[];
  readonly due_by: number | null;
  readonly charges_enabled: boolean;
  readonly transfers_enabled: boolean;
  readonly details_submitted: boolean;
  readonly disabled_reason: string | null;
}

/** Returns what an account can do at a time, in Unix seconds. */
export function accountStatus(
  account: ConnectedAccount,
  hasExternalAccount: boolean,
  now: number,
): AccountStatus {
  if (account.platform === null) {
    return {
      fields_needed: [],
      due_by: null,
      charges_enabled: true,
      transfers_enabled: true,
      details_submitted: true,
      disabled_reason: null,
    };
  }
  const fields_needed = account.rejected === null ? needed(account, hasExternalAccount) : [];
  const due_by = fields_needed.length === 0 ? null : account.due_by;
  const isFine = account.managed && account.rejected === null;
  const transfers_enabled = isFine && fields_needed.length === 0;
  return {
    fields_needed,
    due_by,
    charges_enabled: isFine && now < (due_by ?? Infinity),
    transfers_enabled,
    details_submitted: account.managed && !fields_needed.some((field) => field.startsWith('legal_entity.')),
    disabled_reason:
      account.rejected !== null ? `rejected.${account.rejected}` : transfers_enabled ? null : 'fields_needed',
  };
}

/** If the numbers fail verification, other proof of identity is required. */
function needed(account: ConnectedAccount, hasExternalAccount: boolean): string[] {
  const { entity } = account;
  const type = entity.fields['type'] === 'company' ? 'company' : 'individual';
  const { minimum, additional } = countryOf(account.country)!.fields[type];
  const fields = !account.managed
    ? STANDALONE_NEEDS
    : identityOf(entity) === 'failed'
      ? [...minimum, ...additional]
      : minimum;
  return fields.filter((field) => !isGiven(account, field, hasExternalAccount));
}

function isGiven(account: ConnectedAccount, field: string, hasExternalAccount: boolean): boolean {
  if (field === 'external_account') {
    return hasExternalAccount;
  }
  const [first = '', ...rest] = field.split('.');
  if (first === 'legal_entity') {
    return isKnown(account.entity, rest.join('.'));
  }
  const value = (account as unknown as Json)[first] as Json | string | null;
  return rest.length === 0 ? value !== null : (value as Json)[rest[0]!] !== null;
}
