/** Bank accounts, as tokens and customers hold them. */
import type { Call } from '../call.ts';
import { countryOf } from '../connect/countries.ts';
import { resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { type BankOutcome, bankOutcomeOf } from '../test-banks.ts';
import { type Owned, SOURCES } from './cards.ts';

/** A bank account as it is kept, without its number. */
export interface BankAccount extends Stored, Owned {
  readonly object: 'bank_account';
  readonly created: number;
  readonly account_holder_name: string | null;
  readonly account_holder_type: string | null;
  readonly bank_name: string;
  readonly country: string;
  readonly currency: string;
  readonly fingerprint: string;
  readonly last4: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** What comes of money that is sent to it. */
  readonly outcome: BankOutcome;
  readonly routing_number: string;
  readonly status: 'new' | 'verified' | 'verification_failed' | 'errored';
  /** How often its verification was tried with the wrong deposits. */
  readonly wrong_amounts?: number;
}

export const bankAccount = resource<BankAccount>('bank_account', {
  id: { prefix: 'ba', length: 24 },
  ...SOURCES,
  expandable: { account: 'account', customer: 'customer' },
  render: (account) => ({
    id: account.id,
    object: 'bank_account',
    ...(account.account !== undefined && { account: account.account }),
    account_holder_name: account.account_holder_name,
    account_holder_type: account.account_holder_type,
    bank_name: account.bank_name,
    country: account.country,
    currency: account.currency,
    ...(account.account !== undefined && { default_for_currency: account.default_for_currency }),
    ...(account.customer !== undefined && { customer: account.customer }),
    fingerprint: account.fingerprint,
    last4: account.last4,
    ...(account.metadata !== undefined && { metadata: { ...account.metadata } }),
    routing_number: account.routing_number,
    status: account.status,
  }),
});

/** The fields of a bank account dictionary, after they were checked. */
export interface BankAccountFields {
  readonly country: string;
  readonly currency?: string;
  readonly account_number: string;
  readonly default_for_currency?: boolean;
  readonly routing_number?: string;
  readonly account_holder_name?: string;
  readonly account_holder_type?: string;
}

/** The routing numbers of Stripe's test bank, by country. */
const ROUTING_NUMBERS: Readonly<Record<string, string>> = { US: '110000000', CA: '11000-000' };

/** A bank account from its number and what belongs to it. It is kept nowhere yet. */
export function bankAccountFromFields(call: Call, fields: BankAccountFields): BankAccount {
  const country = fields.country.toUpperCase();
  const routing = fields.routing_number;
  const expected = ROUTING_NUMBERS[country];
  if (expected !== undefined && routing === undefined) {
    throw invalidRequest('Missing required param: bank_account[routing_number].', {
      param: 'bank_account[routing_number]',
    });
  }
  if (expected !== undefined && routing !== expected) {
    throw invalidRequest(`Invalid routing number; the sandbox knows ${expected} only.`, {
      param: 'bank_account[routing_number]',
    });
  }
  return {
    id: call.newId(bankAccount),
    object: 'bank_account',
    created: call.now,
    account_holder_name: fields.account_holder_name ?? null,
    account_holder_type: fields.account_holder_type ?? null,
    bank_name: 'STRIPE TEST BANK',
    country,
    currency: fields.currency ?? currencyOf(country),
    ...(fields.default_for_currency && { default_for_currency: true }),
    fingerprint: call.account.random.fingerprint(`${country} ${routing} ${fields.account_number}`),
    last4: fields.account_number.slice(-4),
    outcome: bankOutcomeOf(fields.account_number),
    routing_number: routing ?? '',
    status: 'new',
  };
}

function currencyOf(country: string): string {
  const known = countryOf(country);
  if (known === undefined) {
    throw invalidRequest('Missing required param: bank_account[currency].', {
      param: 'bank_account[currency]',
    });
  }
  return known.currency;
}
