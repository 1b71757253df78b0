/**
 * The sockets: how callers of the Syncano socket "stripe" speak. Arguments stand flat in the body, the key among them
 * or, better, as a bearer token; the reply is Stripe's object, or Stripe's error under the caller's names.
 */
import { type ArgumentMap, callersName, type Reading } from '#lib/arguments.ts';
import { type Conversation, type Details, endpoint, type Handler, type Surface } from '#lib/endpoint.ts';
import {
  ArgumentError,
  type ArgumentProblem,
  HttpError,
  StripeRefusal,
  StripeUnreachable,
} from '#lib/errors.ts';
import { bearer } from '#lib/http/authorization.ts';
import { readForm } from '#lib/http/body.ts';
import { type HttpReply, jsonReply } from '#lib/http/reply.ts';
import { mask } from '#lib/secrets.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import { type Parameters, required, secret, text } from '#lib/stripe/parameters.ts';

/** The argument that every socket takes besides its own. */
export const apiKey = required(
  secret(
    text('The secret key of the Stripe account. Better sent as the header `Authorization: Bearer`.', {
      max: 255,
      pattern: /^[\x21-\x7e]+$/,
      example: 'sk_test_demo',
    }),
  ),
);

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
  apiVersion: '2016-07-06',

  unwrap(request, body, known) {
    const query = readForm(request.query);
    for (const name of [
      'apiKey',
      ...known.filter(({ parameter }) => parameter.secret).map(({ name }) => name),
    ]) {
      if (name in query) {
        throw new HttpError(
          400,
          `${name} must not be sent in the URL, which is logged on its way: send it in the body.`,
        );
      }
    }
    const { apiKey, ...given } = { ...query, ...body };
    return {
      given,
      apiKey: bearer(request) ?? (typeof apiKey === 'string' && apiKey !== '' ? apiKey : undefined),
    };
  },

  refuse({ problems }: Reading, key) {
    if (key === undefined) {
      const problem: ArgumentProblem = {
        name: 'apiKey',
        code: 'parameter_missing',
        message: `apiKey is required: ${apiKey.description}`,
      };
      return new ArgumentError([problem, ...problems], 401);
    }
    return problems.length > 0 ? new ArgumentError(problems) : undefined;
  },

  wrap: (answer, conversation) => jsonReply(200, answer.body, replyHeaders(answer.headers, conversation)),

  fail: failAsStripe,
};

/** Stripe's own headers that a caller can use, and the arguments that were not. */
function replyHeaders(
  headers: Readonly<Record<string, string>>,
  { unknown }: Pick<Conversation, 'unknown'>,
): Record<string, string | undefined> {
  return {
    'Request-Id': headers['request-id'],
    'Stripe-Version': headers['stripe-version'],
    'Idempotent-Replayed': headers['idempotent-replayed'],
    'Retry-After': headers['retry-after'],
    'X-Ignored-Arguments':
      unknown.length === 0
        ? undefined
        : unknown
            .map((name) => encodeURIComponent(name.toWellFormed()))
            .join(', ')
            .slice(0, 1000),
  };
}

/** Tells what went wrong in the form of Stripe's own errors, under the caller's names for the parameters. */
export function failAsStripe(error: unknown, conversation: Conversation): HttpReply {
  const headers = replyHeaders({}, conversation);
  if (error instanceof StripeRefusal) {
    const { type, message, code, param, decline_code, charge } = error.error;
    const body = {
      type,
      message: mask(message, conversation.secrets),
      code,
      param: param === undefined ? undefined : (callersName(conversation.arguments, param) ?? param),
      decline_code,
      charge,
      request_id: error.requestId,
    };
    return jsonReply(error.status, { error: body }, { ...replyHeaders(error.headers, conversation) });
  }
  if (error instanceof ArgumentError) {
    const details = error.problems.map(({ name, code, message }) => ({ param: name, code, message }));
    const body = { type: 'invalid_request_error', ...details[0], message: error.message };
    return jsonReply(
      error.status,
      { error: details.length > 1 ? { ...body, errors: details } : body },
      headers,
    );
  }
  if (error instanceof HttpError) {
    const body = { type: 'invalid_request_error', message: error.message };
    return jsonReply(error.status, { error: body }, { ...headers, ...error.headers });
  }
  if (error instanceof StripeUnreachable) {
    const body = {
      type: 'api_connection_error',
      message: error.message,
      retryable: true,
      idempotency_key: error.idempotencyKey,
    };
    return jsonReply(error.status, { error: body }, headers);
  }
  return jsonReply(500, {
    error: {
      type: 'api_error',
      message: 'Something went wrong here.',
      correlation_id: conversation.correlationId,
    },
  });
}
