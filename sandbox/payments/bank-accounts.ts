/** Bank accounts of tokens and customers. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type BankAccount, bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import { countryOf } from './countries.ts';
import { bankOutcomeOf } from './test-banks.ts';

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

/** Makes a bank account from its number and details. It is not stored yet. */
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
