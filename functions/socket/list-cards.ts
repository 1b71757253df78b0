import * as sources from '#lib/operations/sources.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  sources.list,
  {
    customer: 'customer',
    limit: 'limit',
    starting_after: 'starting_after',
    ending_before: 'ending_before',
  },
  {
    description: 'Lists the cards of a customer, newest first; bank accounts are left out.',
    always: { object: 'card' },
  },
);
