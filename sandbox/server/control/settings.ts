/** How an account bills, and what it still accepts of what Stripe has withdrawn. */
import { boolean, enumeration, required } from '#lib/parameters/parameters.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { type Control, route } from './route.ts';

export const SETTINGS: readonly Control[] = [
  route('GET', '/billing', 'Tells how the account bills.', {}, ({ account: { billing } }) => ({
    after_retries: billing.afterRetries,
  })),
  route(
    'POST',
    '/billing',
    'Sets how the account bills.',
    {
      after_retries: required(
        enumeration(
          ['canceled', 'unpaid', 'past_due'],
          'What becomes of a subscription when all attempts to collect its invoice have failed; canceled at first.',
          { example: 'unpaid' },
        ),
      ),
    },
    ({ account: { billing } }, { after_retries }) => {
      billing.afterRetries = after_retries;
      return { after_retries };
    },
  ),
  route(
    'POST',
    '/policies',
    'Sets what the account, and those connected to it, still accept of what Stripe has withdrawn.',
    {
      account: enumeration(
        ['existing', 'today'],
        'All policies at once: those of an account of long ago, or of one that is opened today.',
      ),
      card_tokens: boolean('Whether card tokens are accepted on charges and customers.'),
      raw_card_numbers: boolean('Whether card numbers are accepted.'),
      accounts_v1: boolean('Whether accounts can be connected by POST /v1/accounts.'),
      charges_create: boolean('Whether charges can be made without a payment intent.'),
      retired_operations: boolean('Whether orders, SKUs, recipients and Bitcoin receivers are served.'),
    },
    ({ account }, { account: kind, ...policies }) => {
      account.adopt({ ...(kind !== undefined && POLICIES[kind]), ...policies });
      return { ...account.policies };
    },
  ),
  route(
    'GET',
    '/policies',
    'Tells what the account still accepts of what Stripe has withdrawn.',
    {},
    ({ account }) => ({
      ...account.policies,
    }),
  ),
];
