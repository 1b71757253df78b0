/**
 * The sockets: how callers of the Syncano socket "stripe" speak. Arguments stand flat in the body, the key among them
 * or, better, as a bearer token; the reply is Stripe's object, or Stripe's error under the caller's names.
 */
import { asStripe } from '#lib/additional-arguments.ts';
import type { ArgumentMap } from '#lib/arguments.ts';
import { type Details, endpoint, type Handler, type Surface } from '#lib/endpoint.ts';
import { ArgumentError } from '#lib/errors.ts';
import { readForm } from '#lib/http/body.ts';
import { jsonReply } from '#lib/http/reply.ts';
import { refuseSecretsInUrl } from '#lib/secrets.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/stripe/operation.ts';
import type { Parameters } from '#lib/stripe/parameters.ts';
import { failAsStripe, keyOf, problemWithKey, replyHeaders } from './stripe-errors.ts';

/** Where the sockets are served. */
export const socketPath = (name: string): string => `/stripe/${name}`;

/** Makes a socket: an operation, and how the caller's arguments map to its parameters. */
export function socket<P extends Parameters>(
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: Details<P> = {},
): Handler {
  return endpoint(surface, { method: 'POST', path: socketPath }, operation, map, details);
}

const surface: Surface = {
  name: 'socket',
  apiVersion: DESCRIBED_VERSION,
  spelling: asStripe,

  unwrap(request, body, known) {
    const query = readForm(request.query);
    refuseSecretsInUrl(known, query, ['apiKey']);
    const given: Record<string, unknown> = { ...query, ...body };
    const { apiKey } = given;
    delete given['apiKey'];
    return { given, apiKey: keyOf(request, apiKey) };
  },

  refuse({ problems }, { apiKey }) {
    const problem = problemWithKey(apiKey);
    if (problem !== undefined) {
      return new ArgumentError([problem, ...problems], 401);
    }
    return problems.length > 0 ? new ArgumentError(problems) : undefined;
  },

  wrap: (answer, conversation) => jsonReply(200, answer.body, replyHeaders(answer.headers, conversation)),

  fail: failAsStripe,
};
