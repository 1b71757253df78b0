import * as customers from '#lib/stripe/customers.ts';
import { socket } from '#lib/surface/socket.ts';

export const handler = socket(
  customers.create,
  { description: 'description' },
  { description: 'Creates a customer.' },
);
