import { atLeastOneOf } from '#lib/endpoint/cross-field-rules.ts';
import * as charges from '#lib/operations/charges.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  charges.create,
  {
    amount: 'amount',
    currency: 'currency',
    card: { to: 'source', description: 'A token, or the id of one of the customer’s cards.' },
    customer: 'customer',
    capture: 'capture',
    description: 'description',
  },
  { description: 'Charges a card.', rules: [atLeastOneOf('card', 'customer')] },
);
