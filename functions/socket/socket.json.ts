import { readFile } from 'node:fs/promises';
import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { socketPath } from '#lib/surfaces/socket/socket.ts';

export const handler = document(
  {
    surface: 'socket',
    path: socketPath,
    description: 'The manifest of the sockets, as JSON.',
    type: 'application/json',
    toErrorResponse: toStripeErrorResponse,
  },
  async () => JSON.stringify(JSON.parse(await readFile(new URL('./socket.json', import.meta.url), 'utf8'))),
);
