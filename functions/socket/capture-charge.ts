import * as charges from '#lib/stripe/charges.ts';
import { socket } from '#lib/surface/socket.ts';

export const handler = socket(
  charges.capture,
  { charge: 'charge' },
  { description: 'Captures the whole of an authorised charge.' },
);
