import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { socketPath } from '#lib/surfaces/socket/socket.ts';

export const handler = document({
  surface: 'socket',
  path: socketPath,
  description: 'The manifest of the sockets, as YAML.',
  toErrorResponse: toStripeErrorResponse,
  file: new URL('../../socket.yml', import.meta.url),
  type: 'application/yaml',
});
