import type { Handler } from '#lib/endpoint.ts';
import { HttpError } from '#lib/errors.ts';
import { handle } from '#lib/handle.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { preflightReply, restSettings } from '#lib/surface/rest-cors.ts';
import { failAsRest, REST_ROOT, unrecognized } from '#lib/surface/rest-errors.ts';
import { failAsStripe } from '#lib/surface/stripe-errors.ts';

const LISTS = { '/api/': 'GET /api/Stripe', '/connector/': 'GET /connector/apiDefinition.swagger.json' };

/** Where the endpoints of the surface are listed that a path belongs to. */
function listOf(path: string): string {
  const list = Object.entries(LISTS).find(([prefix]) => path.startsWith(prefix))?.[1];
  return list === undefined
    ? 'GET /stripe/socket.yml lists those of the sockets.'
    : `${list} lists those that there are.`;
}

const isOfRest = ({ path }: HttpRequest) => `${path}/`.startsWith(REST_ROOT);

/** Answers whatever no endpoint is served at, in the form of Stripe's errors. */
export const handler: Handler = handle(
  {
    surface: 'none',
    method: '*',
    path: () => '$default',
    description: 'Says that there is no such endpoint.',
    arguments: [],
    alsoCalls: [],
    settings: restSettings,
  },
  {
    fail: (error, conversation) =>
      (isOfRest(conversation.request) ? failAsRest : failAsStripe)(error, conversation),
  },
  ({ request }) => {
    if (isOfRest(request)) {
      // A page can read the refusal only if the browser is told first that it may send the request.
      if (request.method === 'OPTIONS') {
        return preflightReply(request);
      }
      throw unrecognized(request);
    }
    throw new HttpError(
      404,
      `There is no endpoint ${request.method} ${request.path}. ${listOf(request.path)}`,
    );
  },
);
