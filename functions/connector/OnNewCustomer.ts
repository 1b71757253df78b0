import * as customers from '#lib/operations/customers.ts';
import { newCustomer } from '#lib/surfaces/connector/replies.ts';
import { trigger } from '#lib/surfaces/connector/trigger.ts';

export const handler = trigger(
  {
    summary: 'When a customer is added',
    returns: newCustomer,
    time: 'created',
    triggerHint: 'To see it work now, create a customer in Stripe.',
  },
  customers.list,
);
