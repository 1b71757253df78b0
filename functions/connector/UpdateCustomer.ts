import * as customers from '#lib/operations/customers.ts';
import { action } from '#lib/surfaces/connector/connector.ts';
import { customer } from '#lib/surfaces/connector/replies.ts';

export const handler = action(
  { method: 'PATCH', path: '/customers/{Id}', summary: 'Update a customer', returns: customer },
  customers.update,
  { Id: 'customer', Description: 'description', Email: 'email' },
  {
    description: 'This operation updates the given fields of a customer. An empty value clears a field.',
  },
);
