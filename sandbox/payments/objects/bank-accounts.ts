/** Bank accounts: what is stored, and how they are rendered. */
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import type { BankOutcome } from '#sandbox/payments/test-banks.ts';
import { type Owned, SOURCES } from './cards.ts';

/** A stored bank account, without its number. */
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
  /** What happens to money that is sent to it. */
  readonly outcome: BankOutcome;
  readonly routing_number: string;
  readonly status: 'new' | 'verified' | 'verification_failed' | 'errored';
  /** The number of failed verifications. */
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
