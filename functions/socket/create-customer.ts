import * as customers from '#lib/operations/customers.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  customers.create,
  { description: 'description' },
  { description: 'Creates a customer.' },
);
