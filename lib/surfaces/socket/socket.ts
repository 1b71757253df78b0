/**
 * The surface of the Syncano socket “stripe”. Arguments are top-level fields of the body, including the key, which is
 * better sent as a bearer token. The response is Stripe's object, or Stripe's error with the caller's names.
 */
import { asStripe } from '#lib/endpoint/additional-arguments.ts';
import type { ArgumentMap } from '#lib/endpoint/arguments.ts';
import { defineEndpoint, type EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { rejectSecretsInUrl } from '#lib/endpoint/secrets.ts';
import { readForm } from '#lib/http/body.ts';
import { jsonResponse } from '#lib/http/response.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { keyOf, problemWithKey } from '#lib/surfaces/shared/api-key.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { socketPath } from './path.ts';

/** Creates a socket from an operation and a map of arguments to parameters. */
export function socket<P extends Parameters>(
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: EndpointOptions<P> = {},
): Handler {
  return defineEndpoint(surface, { method: 'POST', path: socketPath }, operation, map, details);
}

const surface: Surface = {
  name: 'socket',
  apiVersion: DESCRIBED_VERSION,
  spelling: asStripe,

  unwrap(request, body, known) {
    const query = readForm(request.query);
    rejectSecretsInUrl(known, query, ['apiKey']);
    const given: Record<string, unknown> = { ...query, ...body };
    const { apiKey } = given;
    delete given['apiKey'];
    return { given, apiKey: keyOf(request, apiKey) };
  },

  argumentError({ problems }, { apiKey }) {
    const problem = problemWithKey(apiKey);
    if (problem !== undefined) {
      return new ArgumentError([problem, ...problems], 401);
    }
    return problems.length > 0 ? new ArgumentError(problems) : undefined;
  },

  wrap: (answer, context) => jsonResponse(200, answer.body, replyHeaders(answer.headers, context)),

  toErrorResponse: toStripeErrorResponse,
};
