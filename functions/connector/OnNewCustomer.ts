import { newCustomer } from '#lib/connector/replies.ts';
import * as customers from '#lib/stripe/customers.ts';
import { trigger } from '#lib/surface/connector-trigger.ts';

export const handler = trigger(
  {
    summary: 'When a customer is added',
    returns: newCustomer,
    time: 'created',
    hint: 'To see it work now, create a customer in Stripe.',
  },
  customers.list,
);
