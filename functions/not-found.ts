import { type Handler, handle } from '#lib/endpoint.ts';
import { HttpError } from '#lib/errors.ts';
import { REST_ROOT, unrecognized } from '#lib/surface/rest-errors.ts';
import { failAsStripe } from '#lib/surface/stripe-errors.ts';

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
    if (request.path.startsWith(REST_ROOT)) {
      throw unrecognized(request);
    }
    throw new HttpError(
      404,
      `There is no endpoint ${request.method} ${request.path}. GET /stripe/socket.yml lists those of the sockets.`,
    );
  },
);
