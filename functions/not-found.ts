import type { Handler } from '#lib/endpoint.ts';
import { HttpError } from '#lib/errors.ts';
import { handle } from '#lib/handle.ts';
import { REST_ROOT, unrecognized } from '#lib/surface/rest-errors.ts';
import { failAsStripe } from '#lib/surface/stripe-errors.ts';

const LISTS = { '/api/': 'GET /api/Stripe', '/connector/': 'GET /connector/apiDefinition.swagger.json' };

/** Where the endpoints of the surface are listed that a path belongs to. */
function listOf(path: string): string {
  const list = Object.entries(LISTS).find(([prefix]) => path.startsWith(prefix))?.[1];
  return list === undefined
    ? 'GET /stripe/socket.yml lists those of the sockets.'
    : `${list} lists those that there are.`;
}

/** Answers whatever no endpoint is served at, in the form of Stripe's errors. */
export const handler: Handler = handle(
  {
    surface: 'none',
    method: '*',
    path: () => '$default',
    description: 'Says that there is no such endpoint.',
    arguments: [],
    alsoCalls: [],
  },
  { fail: failAsStripe },
  ({ request }) => {
    if (`${request.path}/`.startsWith(REST_ROOT)) {
      throw unrecognized(request);
    }
    throw new HttpError(
      404,
      `There is no endpoint ${request.method} ${request.path}. ${listOf(request.path)}`,
    );
  },
);
