import * as customers from '#lib/operations/customers.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import * as sources from '#lib/operations/sources.ts';
import { findCardOwner } from '#lib/surfaces/socket/find-card-owner.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  sources.del,
  {
    card: { to: 'id', description: 'The card to delete.' },
    customer: {
      to: 'customer',
      required: false,
      description: 'The owner of the card. If missing, the owner is searched for, which takes longer.',
    },
  },
  {
    description: 'Deletes a card of a customer.',
    otherOperations: [paymentMethods.retrieve, customers.list, sources.retrieve],
    run: async ({ params, stripe }) => {
      const { id, customer }: { id: string; customer?: string } = params;
      return stripe(sources.del, { ...params, customer: customer ?? (await findCardOwner(id, stripe)) });
    },
  },
);
