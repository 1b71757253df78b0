import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { socketPath } from '#lib/surfaces/socket/socket.ts';

export const handler = document({
  surface: 'socket',
  path: socketPath,
  description: 'The manifest of the sockets, as JSON.',
  toErrorResponse: toStripeErrorResponse,
  file: new URL('socket.json', import.meta.url),
  type: 'application/json',
});
