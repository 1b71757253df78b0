import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  subscriptions.retrieve,
  { sub: 'subscription', customer: 'customer' },
  { description: 'Retrieves a subscription of a customer.' },
);
