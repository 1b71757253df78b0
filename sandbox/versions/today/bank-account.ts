/** Renders bank accounts in today's form. */
import type Stripe from 'stripe';
import { formOfToday } from '#sandbox/engine/define.ts';
import { type BankAccount, bankAccount } from '#sandbox/payments/objects/bank-accounts.ts';

export const bankAccountOfToday = formOfToday(bankAccount, showBankAccount);

function showBankAccount(account: BankAccount): Stripe.BankAccount {
  return {
    id: account.id,
    object: 'bank_account',
    ...(account.account !== undefined && {
      account: account.account,
      default_for_currency: account.default_for_currency ?? null,
    }),
    account_holder_name: account.account_holder_name,
    account_holder_type: account.account_holder_type,
    account_type: null,
    bank_name: account.bank_name,
    country: account.country,
    currency: account.currency,
    ...(account.customer !== undefined && { customer: account.customer }),
    fingerprint: account.fingerprint,
    last4: account.last4,
    metadata: { ...account.metadata },
    routing_number: account.routing_number,
    status: account.status,
  };
}
