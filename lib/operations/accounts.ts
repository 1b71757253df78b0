/** Connected accounts: https://stripe.com/docs/api/account as of 2016-07-06. */
import {
  boolean,
  currency,
  either,
  email,
  enumeration,
  id,
  integer,
  metadata,
  object,
  otherNameOf,
  required,
  since,
  text,
  timestamp,
  url,
} from '#lib/parameters/parameters.ts';
import { legalEntity } from './legal-entity.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';
import { tokenOrCardOrBankAccount } from './source-fields.ts';

const account = required(id('acct', 'The connected account.'));

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const transferSchedule = object(
  {
    delay_days: either(
      enumeration(['minimum'], 'The word minimum.'),
      integer('A number of days.'),
      'How many days the funds of a charge stay pending; minimum is the shortest time for the country.',
    ),
    interval: enumeration(
      ['manual', 'daily', 'weekly', 'monthly'],
      'How often funds are sent; manual disables automatic payouts.',
      { example: 'daily' },
    ),
    monthly_anchor: integer('The day of the month; required if `interval` is monthly.', { min: 1, max: 31 }),
    weekly_anchor: enumeration(WEEKDAYS, 'The day of the week; required if `interval` is weekly.', {
      example: 'monday',
    }),
  },
  'When funds are sent to the account’s bank account.',
  { example: { interval: 'weekly', weekly_anchor: 'monday' } },
);

const tosAcceptance = object(
  {
    date: required(timestamp('When, in Unix seconds.')),
    ip: required(text('The IP address it was accepted from.', { example: '203.0.113.7' })),
    user_agent: text('The browser it was accepted with.', { example: 'Mozilla/5.0' }),
  },
  'Who accepted Stripe’s terms of service, and when.',
);

const fundsGoTo = tokenOrCardOrBankAccount(
  'Where the account’s funds are sent: a token, or a card or bank account dictionary. Replaces the existing one.',
);

/** What may be said of an account, both when it is made and later. */
const fields = {
  business_logo: id('file', 'The logo; a file upload of the purpose business_logo.'),
  business_name: text('The public name of the business.', { example: 'Rosen Socks' }),
  business_primary_color: text('The main colour of the brand, a CSS hex colour.', {
    pattern: /^#?([\da-f]{3}|[\da-f]{6})$/i,
    expected: 'a CSS hex colour, e.g. #336699',
    example: '#336699',
  }),
  business_url: url('The website of the business.'),
  debit_negative_balances: boolean('Whether to debit a negative balance from the account’s bank account.'),
  decline_charge_on: object(
    {
      avs_failure: boolean('Whether charges whose postal code check fails are declined.'),
      cvc_failure: boolean('Whether charges whose CVC check fails are declined.'),
    },
    'Which failed checks decline a charge, even if the bank accepts it.',
  ),
  default_currency: currency('The currency of the account; one that its country supports.'),
  email: email('The e-mail address of the account’s holder.'),
  external_account: since('2015-10-01', fundsGoTo),
  bank_account: otherNameOf('external_account', fundsGoTo),
  legal_entity: legalEntity,
  metadata: metadata(),
  product_description: text('The products that the account sells; Stripe uses this to assess risk.', {
    example: 'Hand-knitted socks',
  }),
  statement_descriptor: text('The default text on cardholders’ statements, at most 22 characters.', {
    max: 22,
    example: 'ROSEN SOCKS',
  }),
  support_email: email('Where customers can write for support.', { example: 'support@example.com' }),
  support_phone: text('Where customers can call for support.', { example: '+15555550100' }),
  support_url: url('Where customers find support.'),
  tos_acceptance: tosAcceptance,
  transfer_schedule: transferSchedule,
};

export const create = operation(
  'POST',
  '/v1/accounts',
  {
    description: 'Creates a connected account; the platform must be registered for Connect.',
    returns: 'account',
    policy: 'accounts_v1',
  },
  {
    country: text('The two-letter code of the holder’s country; cannot change. Default: the platform’s.', {
      example: 'US',
    }),
    managed: boolean('Whether the platform manages the account; otherwise its holder does, by e-mail.', {
      default: false,
    }),
    ...fields,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/accounts/{account}',
  { description: 'Retrieves a connected account.', returns: 'account' },
  { account },
);

export const retrieveOwn = operation(
  'GET',
  '/v1/account',
  { description: 'Retrieves the account of the API key.', returns: 'account' },
  { account: since('2014-12-17', id('acct', 'A connected account to retrieve in its place.')) },
);

export const update = operation(
  'POST',
  '/v1/accounts/{account}',
  { description: 'Updates a managed account.', returns: 'account' },
  { account, ...fields },
);

export const del = operation(
  'DELETE',
  '/v1/accounts/{account}',
  {
    description: 'Deletes a managed account; in live mode only when all its balances are zero.',
    returns: 'account',
  },
  { account },
);

export const reject = operation(
  'POST',
  '/v1/accounts/{account}/reject',
  {
    description: 'Rejects a managed account as suspicious; it can no longer charge or transfer.',
    returns: 'account',
  },
  {
    account,
    reason: required(
      enumeration(['fraud', 'terms_of_service', 'other'], 'Why.', { example: 'terms_of_service' }),
    ),
  },
);

export const list = operation(
  'GET',
  '/v1/accounts',
  {
    description: 'Lists the accounts connected to the platform, newest first; empty for others.',
    returns: 'account',
    list: true,
  },
  paging,
);
