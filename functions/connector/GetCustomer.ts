import { ArgumentError } from '#lib/endpoint/errors.ts';
import * as customers from '#lib/operations/customers.ts';
import { action } from '#lib/surfaces/connector/connector.ts';
import { customer } from '#lib/surfaces/connector/replies.ts';

export const handler = action(
  {
    method: 'GET',
    path: '/customers/{Id}',
    summary: 'Get a customer',
    returns: customer,
  },
  customers.retrieve,
  { Id: 'customer' },
  {
    description: 'This operation gets a customer.',
    run: async ({ params, stripe }) => {
      const answer = await stripe(customers.retrieve, params);
      // Stripe only returns the ID of a deleted customer. A flow would receive it as a customer without any fields.
      if (answer.body['deleted'] === true) {
        const message = `The customer ${params.customer} has been deleted.`;
        throw new ArgumentError([{ name: 'Id', code: 'parameter_invalid', message }], 404);
      }
      return answer;
    },
  },
);
