import * as orders from '#lib/operations/orders.ts';
import { newOrder } from '#lib/surfaces/connector/replies.ts';
import { trigger } from '#lib/surfaces/connector/trigger.ts';

export const handler = trigger(
  {
    summary: 'When an order is added',
    returns: newOrder,
    time: 'created',
    triggerHint: 'To see it work now, create an order in Stripe.',
  },
  orders.list,
);
