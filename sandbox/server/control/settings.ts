/** Control routes: billing settings and API policies of an account. */
import { boolean, enumeration, required } from '#lib/parameters/parameters.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { type Control, route } from './route.ts';

export const SETTINGS: readonly Control[] = [
  route(
    'GET',
    '/billing',
    'Returns the billing settings of the account.',
    {},
    ({ account: { billing } }) => ({
      after_retries: billing.afterRetries,
    }),
  ),
  route(
    'POST',
    '/billing',
    'Changes the billing settings of the account.',
    {
      after_retries: required(
        enumeration(
          ['canceled', 'unpaid', 'past_due'],
          'The status of a subscription after all attempts to collect its invoice have failed. Initially canceled.',
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
    'Changes the API policies of the account and its connected accounts: which withdrawn features they accept.',
    {
      account: enumeration(
        ['existing', 'today'],
        'Sets all policies at once: those of an existing account, or of one that is opened today.',
      ),
      card_tokens: boolean('Whether card tokens are accepted on charges and customers.'),
      raw_card_numbers: boolean('Whether card numbers are accepted.'),
      accounts_v1: boolean('Whether accounts can be connected by POST /v1/accounts.'),
      charges_create: boolean('Whether charges can be created without a payment intent.'),
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
    'Returns the API policies of the account: which withdrawn features it accepts.',
    {},
    ({ account }) => ({
      ...account.policies,
    }),
  ),
];
