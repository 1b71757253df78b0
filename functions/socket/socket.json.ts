import { readFile } from 'node:fs/promises';
import { document } from '#lib/surface/document.ts';
import { socketPath } from '#lib/surface/socket.ts';
import { failAsStripe } from '#lib/surface/stripe-errors.ts';

export const handler = document(
  {
    surface: 'socket',
    path: socketPath,
    description: 'The manifest of the sockets, as JSON.',
    type: 'application/json',
    fail: failAsStripe,
  },
  async () => JSON.stringify(JSON.parse(await readFile(new URL('./socket.json', import.meta.url), 'utf8'))),
);
