import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { preflightReply, restSettings } from '#lib/surfaces/rest/cors.ts';
import { REST_ROOT, toRestErrorResponse, unrecognized } from '#lib/surfaces/rest/errors.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

const LISTS = { '/api/': 'GET /api/Stripe', '/connector/': 'GET /connector/apiDefinition.swagger.json' };

/** Where the endpoints of the surface are listed that a path belongs to. */
function listOf(path: string): string {
  const list = Object.entries(LISTS).find(([prefix]) => path.startsWith(prefix))?.[1];
  return list === undefined ? 'GET /stripe/socket.yml lists the sockets.' : `${list} lists all endpoints.`;
}

const isOfRest = ({ path }: HttpRequest) => `${path}/`.startsWith(REST_ROOT);

/** Answers whatever no endpoint is served at, in the form of Stripe's errors. */
export const handler: Handler = makeHandler(
  {
    surface: 'none',
    method: '*',
    path: () => '$default',
    description: 'Says that there is no such endpoint.',
    arguments: [],
    otherOperations: [],
    settings: restSettings,
  },
  {
    toErrorResponse: (error, context) =>
      (isOfRest(context.request) ? toRestErrorResponse : toStripeErrorResponse)(error, context),
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
      'endpoint_unknown',
      `There is no endpoint ${request.method} ${request.path}. ${listOf(request.path)}`,
    );
  },
);
