import * as sources from '#lib/operations/sources.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  sources.create,
  {
    token: { to: 'source', description: 'The card token.', example: 'tok_visa' },
    customer: 'customer',
  },
  { description: 'Adds a card to a customer.' },
);
