/** Plans: https://stripe.com/docs/api/plans as of 2016-07-06. */
import { currency, enumeration, id, integer, metadata, required, text } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, plan as planId, statementDescription, timeFilter } from './shared.ts';

const plan = required(planId);
const name = text('The name of the plan on invoices.', { example: 'Gold Special' });
const statementDescriptor = text(
  'The text on the cardholder’s statement, at most 22 characters, no < > " or \'. Default: that of the account.',
  { max: 22, forbidden: `<>"'`, example: 'SOCKS AND MORE' },
);

export const create = operation(
  'POST',
  '/v1/plans',
  { description: 'Creates a plan that customers can subscribe to.', returns: 'plan' },
  {
    amount: required(
      integer('The price per interval, in the smallest currency unit; 0 for a free plan.', {
        min: 0,
        expected: "an integer of at least 0 in the currency's smallest unit, e.g. 500 for $5.00",
        example: 2000,
      }),
    ),
    currency: required(currency('The currency of the amount.')),
    id: required(id('', 'The id of the plan; you choose it.', { example: 'silver' })),
    interval: required(
      enumeration(['day', 'week', 'month', 'year'], 'The unit of time between invoices.', {
        example: 'month',
      }),
    ),
    interval_count: integer('How many of these lie between invoices; at most one year in all.', {
      min: 1,
      max: 365,
      default: 1,
    }),
    metadata: metadata(),
    name: required(name),
    statement_descriptor: statementDescriptor,
    statement_description: statementDescription,
    trial_period_days: integer('How many days of a new subscription are free.', { min: 0, example: 14 }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/plans/{plan}',
  { description: 'Retrieves a plan.', returns: 'plan' },
  { plan },
);

export const update = operation(
  'POST',
  '/v1/plans/{plan}',
  {
    description: 'Updates how a plan is named and shown. Its price and interval cannot change.',
    returns: 'plan',
  },
  {
    plan,
    metadata: metadata(),
    name,
    statement_descriptor: statementDescriptor,
    statement_description: statementDescription,
  },
);

export const del = operation(
  'DELETE',
  '/v1/plans/{plan}',
  { description: 'Deletes a plan. Who has subscribed to it keeps it.', returns: 'plan' },
  { plan },
);

export const list = operation(
  'GET',
  '/v1/plans',
  { description: 'Lists plans, newest first.', returns: 'plan', list: true },
  { ...paging, created: timeFilter('Only plans made then.') },
);
