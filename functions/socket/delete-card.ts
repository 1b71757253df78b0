import { ownerOf } from '#lib/card-owner.ts';
import * as customers from '#lib/stripe/customers.ts';
import * as paymentMethods from '#lib/stripe/payment-methods.ts';
import * as sources from '#lib/stripe/sources.ts';
import { socket } from '#lib/surface/socket.ts';

export const handler = socket(
  sources.del,
  {
    card: { to: 'id', description: 'The card to delete.' },
    customer: {
      to: 'customer',
      required: false,
      description: 'The customer whose card it is. Without it the owner is searched for, which takes longer.',
    },
  },
  {
    description: 'Deletes a card of a customer.',
    alsoCalls: [paymentMethods.retrieve, customers.list, sources.retrieve],
    run: async ({ params, stripe }) => {
      const { id, customer }: { id: string; customer?: string } = params;
      return stripe(sources.del, { ...params, customer: customer ?? (await ownerOf(id, stripe)) });
    },
  },
);
