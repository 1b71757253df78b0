import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import { socket } from '#lib/surface/socket.ts';

export const handler = socket(
  subscriptions.update,
  {
    sub: 'subscription',
    customer: 'customer',
    plan: 'plan',
    quantity: 'quantity',
    prorate: 'prorate',
  },
  { description: 'Changes the plan or the quantity of a subscription.' },
);
