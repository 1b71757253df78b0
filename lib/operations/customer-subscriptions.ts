/** Subscriptions by way of their customer: https://stripe.com/docs/api/subscriptions as of 2016-07-06. */
import { subscribe } from '#lib/operations/bridges/subscriptions/pay.ts';
import { id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { subscriptionAdditions } from './payment-method-fields.ts';
import { paging } from './shared.ts';
import { cancelFields, createFields, ended, subscription, updateFields } from './subscriptions.ts';

const customer = required(id('cus', 'The customer whose subscription it is.'));

export const create = operation(
  'POST',
  '/v1/customers/{customer}/subscriptions',
  {
    description: 'Subscribes a customer to a plan.',
    returns: 'subscription',
    additions: subscriptionAdditions,
    bridge: subscribe,
  },
  { customer, ...createFields },
);

export const retrieve = operation(
  'GET',
  '/v1/customers/{customer}/subscriptions/{subscription}',
  { description: 'Retrieves a subscription of a customer.', returns: 'subscription' },
  { customer, subscription },
);

export const update = operation(
  'POST',
  '/v1/customers/{customer}/subscriptions/{subscription}',
  {
    description: 'Changes a subscription of a customer; a changed plan or quantity is prorated.',
    returns: 'subscription',
    additions: subscriptionAdditions,
    bridge: subscribe,
  },
  { customer, subscription, ...updateFields },
);

export const cancel = operation(
  'DELETE',
  '/v1/customers/{customer}/subscriptions/{subscription}',
  {
    description: 'Cancels a subscription of a customer, immediately or at the end of its period.',
    returns: 'subscription',
    ended,
    retrieve,
  },
  { customer, subscription, ...cancelFields },
);

export const list = operation(
  'GET',
  '/v1/customers/{customer}/subscriptions',
  {
    description: 'Lists the subscriptions of a customer that are not canceled, newest first.',
    returns: 'subscription',
    list: true,
  },
  { customer, ...paging },
);

const superseded = 'A customer can have several subscriptions since 2014-01-31; name the one that is meant.';

export const retrieveOnly = operation(
  'GET',
  '/v1/customers/{customer}/subscription',
  {
    description: 'Retrieves the subscription that a customer has.',
    returns: 'subscription',
    deprecated: superseded,
  },
  { customer },
);

export const updateOnly = operation(
  'POST',
  '/v1/customers/{customer}/subscription',
  {
    description:
      'Subscribes a customer to a plan, or changes the subscription that the customer has; a change is prorated.',
    returns: 'subscription',
    deprecated: superseded,
    additions: subscriptionAdditions,
    bridge: subscribe,
  },
  { customer, ...updateFields, plan: createFields.plan },
);

export const cancelOnly = operation(
  'DELETE',
  '/v1/customers/{customer}/subscription',
  {
    description: 'Cancels the subscription of a customer, immediately or at the end of its period.',
    returns: 'subscription',
    ended,
    deprecated: superseded,
  },
  { customer, ...cancelFields },
);
