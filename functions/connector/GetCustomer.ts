import { customer } from '#lib/connector/replies.ts';
import { ArgumentError } from '#lib/errors.ts';
import * as customers from '#lib/stripe/customers.ts';
import { action } from '#lib/surface/connector.ts';

export const handler = action(
  {
    method: 'GET',
    path: '/customers/{Id}',
    besides: ['PATCH'],
    summary: 'Get a customer',
    returns: customer,
  },
  customers.retrieve,
  { Id: 'customer' },
  {
    description: 'This operation gets a customer.',
    run: async ({ params, stripe }) => {
      const answer = await stripe(customers.retrieve, params);
      // Of a deleted customer Stripe shows the id alone, which would reach a flow as a customer without any fields.
      if (answer.body['deleted'] === true) {
        const message = `The customer ${params.customer} has been deleted.`;
        throw new ArgumentError([{ name: 'Id', code: 'parameter_invalid', message }], 404);
      }
      return answer;
    },
  },
);
