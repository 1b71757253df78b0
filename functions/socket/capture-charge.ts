import * as charges from '#lib/operations/charges.ts';
import { socket } from '#lib/surfaces/socket/socket.ts';

export const handler = socket(
  charges.capture,
  { charge: 'charge' },
  { description: 'Captures the whole of an authorised charge.' },
);
