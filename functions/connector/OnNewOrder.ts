import { newOrder } from '#lib/connector/replies.ts';
import * as orders from '#lib/stripe/orders.ts';
import { trigger } from '#lib/surface/connector-trigger.ts';

export const handler = trigger(
  {
    summary: 'When an order is added',
    returns: newOrder,
    time: 'created',
    hint: 'To see it work now, create an order in Stripe.',
  },
  orders.list,
);
