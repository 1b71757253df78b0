import { customer } from '#lib/connector/replies.ts';
import * as customers from '#lib/stripe/customers.ts';
import { action } from '#lib/surface/connector.ts';

export const handler = action(
  { method: 'PATCH', path: '/customers/{Id}', summary: 'Update a customer', returns: customer },
  customers.update,
  { Id: 'customer', Description: 'description', Email: 'email' },
  {
    description:
      'This operation changes what is given of a customer and leaves the rest. An empty value removes what was there.',
  },
);
