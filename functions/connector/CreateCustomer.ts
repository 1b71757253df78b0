import { customer } from '#lib/connector/replies.ts';
import * as customers from '#lib/stripe/customers.ts';
import { action } from '#lib/surface/connector.ts';

export const handler = action(
  { method: 'POST', path: '/customers', summary: 'Create a customer', returns: customer },
  customers.create,
  { Description: 'description', Email: 'email' },
  { description: 'This operation creates a customer.' },
);
