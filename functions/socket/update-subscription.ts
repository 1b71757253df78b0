import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

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
