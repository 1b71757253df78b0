import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import * as customers from '#lib/operations/customers.ts';
import { isToken } from '#lib/operations/source-fields.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  subscriptions.create,
  {
    plan: 'plan',
    customer: 'customer',
    quantity: 'quantity',
    card: {
      to: 'source',
      alsoTo: ['default_source'],
      description:
        'The payment source: a token, or the ID of one of the customer’s cards. It becomes the default.',
    },
  },
  {
    description: 'Subscribes a customer to a plan.',
    otherOperations: [customers.update],
    run: async ({ params: { source, ...params }, stripe }) => {
      if (typeof source === 'string' && !isToken(source)) {
        await stripe(
          customers.update,
          { customer: params.customer, default_source: source },
          'default source',
        );
        return stripe(subscriptions.create, params);
      }
      return stripe(subscriptions.create, { ...params, source });
    },
  },
);
