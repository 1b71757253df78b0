/** Subscriptions: https://stripe.com/docs/api/subscriptions as of 2016-07-06. */
import { changeSubscription, subscribe } from '#lib/operations/bridges/subscriptions/pay.ts';
import {
  boolean,
  describe,
  enumeration,
  id,
  integer,
  metadata,
  required,
  since,
  timestamp,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { subscriptionAdditions } from './payment-method-fields.ts';
import { coupon, paging, percentage, plan, timeFilter, trialEnd } from './shared.ts';
import { payingWith } from './source-fields.ts';

export const subscription = required(id('sub', 'The subscription.'));

/** What may be said of a subscription, both when it is made and later. */
const fields = {
  application_fee_percent: percentage(
    'The platform’s fee for each invoice, in percent, at most 4 decimal places; Connect only.',
  ),
  coupon: describe(coupon, 'A coupon for the invoices of this subscription only.'),
  metadata: metadata(),
  ...payingWith(
    'A token or card dictionary; required if the customer has no source and the plan is not free. It replaces the default source.',
  ),
  tax_percent: percentage('Tax added to each invoice, in percent, at most 4 decimal places.'),
  trial_end: trialEnd,
};

/** The parameters of a new subscription, besides the customer. */
export const createFields = {
  ...fields,
  plan: required(describe(plan, 'The plan to subscribe to.')),
  prorate: boolean('Accepted as for changes, but a new subscription has nothing to prorate.'),
  quantity: integer('How many of the plan.', { min: 0, default: 1 }),
  trial_period_days: integer(
    'How many days are free, in the place of those of the plan; not with `trial_end`.',
    {
      min: 0,
      example: 14,
    },
  ),
};

/** The parameters of a change to a subscription, besides its id. */
export const updateFields = {
  ...fields,
  plan: describe(plan, 'The plan to change to.'),
  prorate: boolean('Whether to prorate a change within a period.', {
    default: true,
  }),
  proration_date: timestamp(
    'The time for calculating prorations, in Unix seconds, e.g. that of an earlier preview. Default: now.',
  ),
  quantity: integer('How many of the plan. Default: unchanged, or 1 with another plan.', { min: 0 }),
};

/** The parameters of a cancellation, besides the subscription. */
export const cancelFields = {
  at_period_end: boolean('Whether it ends after the paid period instead of immediately.', {
    default: false,
  }),
};

/** The status of a subscription that was canceled immediately. */
export const ended = { status: 'canceled' };

export const create = operation(
  'POST',
  '/v1/subscriptions',
  {
    description: 'Subscribes a customer to a plan.',
    returns: 'subscription',
    additions: subscriptionAdditions,
    bridge: subscribe,
  },
  { customer: required(id('cus', 'The customer to subscribe.')), ...createFields },
);

export const retrieve = operation(
  'GET',
  '/v1/subscriptions/{subscription}',
  { description: 'Retrieves a subscription, also a canceled one.', returns: 'subscription' },
  { subscription },
);

export const update = operation(
  'POST',
  '/v1/subscriptions/{subscription}',
  {
    description: 'Changes a subscription; a changed plan or quantity is prorated.',
    returns: 'subscription',
    additions: subscriptionAdditions,
    bridge: changeSubscription,
  },
  { subscription, ...updateFields },
);

export const cancel = operation(
  'DELETE',
  '/v1/subscriptions/{subscription}',
  {
    description: 'Cancels a subscription, immediately or at the end of its period.',
    returns: 'subscription',
    ended,
    retrieve,
  },
  { subscription, ...cancelFields },
);

export const list = operation(
  'GET',
  '/v1/subscriptions',
  {
    description: 'Lists subscriptions, newest first; canceled ones only when asked for by `status`.',
    returns: 'subscription',
    list: true,
  },
  {
    ...paging,
    created: timeFilter('Only subscriptions made then.'),
    customer: id('cus', 'Only subscriptions of this customer.'),
    plan: describe(plan, 'Only subscriptions to this plan.'),
    status: since(
      '2016-07-06',
      enumeration(
        ['trialing', 'active', 'past_due', 'unpaid', 'canceled', 'all'],
        'Only subscriptions in this state; canceled includes those of deleted customers.',
        { example: 'active' },
      ),
    ),
  },
);
