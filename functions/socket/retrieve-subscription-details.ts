import * as subscriptions from '#lib/stripe/customer-subscriptions.ts';
import { socket } from '#lib/surface/socket.ts';

export const handler = socket(
  subscriptions.retrieve,
  { sub: 'subscription', customer: 'customer' },
  { description: 'Retrieves a subscription of a customer.' },
);
