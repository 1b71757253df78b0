/** Stories about connected accounts and their payments and payouts. */
import * as accountOperations from '#lib/operations/accounts.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import type { Recorder } from './recorder.ts';

const ADDRESS = {
  line1: '1 Main St',
  line2: 'Flat 2',
  city: 'Anytown',
  state: 'CA',
  postal_code: '94111',
  country: 'US',
} as const;

/** Connects an account that is verified and can receive payments. */
export async function newAccount(call: Recorder['call']): Promise<{ readonly id: string }> {
  const account = await call(accountOperations.create, {
    country: 'US',
    email: 'bob@example.com',
    managed: true,
  });
  return call(accountOperations.update, {
    account: account.id,
    business_name: 'Rosen Socks',
    business_url: 'https://example.com',
    default_currency: 'usd',
    legal_entity: {
      type: 'individual',
      first_name: 'Jenny',
      last_name: 'Rosen',
      dob: { day: 1, month: 2, year: 1980 },
      personal_id_number: '000000000',
      ssn_last_4: '0000',
      address: ADDRESS,
      personal_address: ADDRESS,
      business_name: 'Rosen Socks',
    },
    metadata: { a: 'b' },
    product_description: 'Socks',
    statement_descriptor: 'SOCKS',
    support_email: 'bob@example.com',
    support_phone: '555-867-5309',
    support_url: 'https://example.com',
    tos_acceptance: { date: 1467763200, ip: '203.0.113.7', user_agent: 'Mozilla/5.0' },
  });
}

/** Covers accounts of all types and in all states, with their cards and bank accounts. */
export async function accounts({ call, advance }: Recorder): Promise<void> {
  await call(accountOperations.retrieveOwn, {});
  const { id: account } = await newAccount(call);
  const bankAccount = await call(externalAccounts.create, {
    account,
    external_account: {
      object: 'bank_account',
      account_number: '000123456789',
      country: 'US',
      currency: 'usd',
      routing_number: '110000000',
    },
    metadata: { a: 'b' },
  });
  const card = await call(externalAccounts.create, {
    account,
    external_account: {
      object: 'card',
      number: '4000056655665556',
      exp_month: 12,
      exp_year: 2030,
      cvc: '123',
      currency: 'usd',
    },
    default_for_currency: true,
  });
  for (const schedule of [
    { interval: 'weekly', weekly_anchor: 'monday' },
    { interval: 'monthly', monthly_anchor: 1 },
    { interval: 'manual' },
  ] as const) {
    await call(accountOperations.update, { account, transfer_schedule: schedule });
  }
  await call(externalAccounts.update, { account, id: card.id, name: 'Sophia Moore', metadata: { a: 'b' } });
  await call(externalAccounts.list, { account });
  await call(externalAccounts.del, { account, id: bankAccount.id });
  const rejected = await call(accountOperations.create, { country: 'US', managed: true });
  await call(accountOperations.reject, { account: rejected.id, reason: 'fraud' });
  await call(accountOperations.del, { account: rejected.id });
  await call(accountOperations.create, { country: 'US', email: 'jenny@example.com', managed: false });
  await call(accountOperations.create, { country: 'DE', managed: true });
  await advance(30 * DAY);
  await call(accountOperations.list, { limit: 100 });
}
