import * as customers from '#lib/operations/customers.ts';
import { action } from '#lib/surfaces/connector/connector.ts';
import { customer } from '#lib/surfaces/connector/replies.ts';

export const handler = action(
  { method: 'POST', path: '/customers', summary: 'Create a customer', returns: customer },
  customers.create,
  { Description: 'description', Email: 'email' },
  { description: 'This operation creates a customer.' },
);
