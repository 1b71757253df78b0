/** What the surfaces share that answer in the form of Stripe's own errors, and the key that their callers bring. */
import { callersName, missing, shortName } from '#lib/arguments.ts';
import type { Conversation } from '#lib/endpoint.ts';
import {
  ArgumentError,
  type ArgumentProblem,
  HttpError,
  StripeRefusal,
  StripeUnreachable,
} from '#lib/errors.ts';
import { bearer } from '#lib/http/authorization.ts';
import { type HttpReply, jsonReply } from '#lib/http/reply.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { check } from '#lib/stripe/check.ts';
import { required, secret, text } from '#lib/stripe/parameters.ts';

/** The argument that every socket and block takes besides its own. */
export const apiKey = required(
  secret(
    text('The secret key of the Stripe account. Better sent as the header `Authorization: Bearer`.', {
      max: 255,
      pattern: /^[\x21-\x7e]+$/,
      example: 'sk_test_demo',
    }),
  ),
);

/** What is wrong with the key of a call, if anything is. */
export function problemWithKey(key: string | undefined): ArgumentProblem | undefined {
  if (key === undefined) {
    return missing('apiKey', apiKey);
  }
  return check(apiKey, key).problems === undefined
    ? undefined
    : {
        name: 'apiKey',
        code: 'parameter_invalid',
        message: 'apiKey must be a key of Stripe’s, e.g. sk_test_….',
      };
}

/** The key of a call: the bearer token, or else the argument. */
export function keyOf(request: HttpRequest, argument: unknown): string | undefined {
  const key = bearer(request) ?? argument;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Stripe's own headers that a caller can use, and the arguments that were not. */
export function replyHeaders(
  headers: Readonly<Record<string, string>>,
  { unknown }: Pick<Conversation, 'unknown'>,
): Record<string, string | undefined> {
  return {
    'Request-Id': headers['request-id'],
    'Stripe-Version': headers['stripe-version'],
    'Idempotent-Replayed': headers['idempotent-replayed'],
    'Retry-After': headers['retry-after'],
    'X-Ignored-Arguments': ignored(unknown),
  };
}

/** How many names of arguments a header holds. */
const MOST_NAMES = 20;

/** Names as a header can hold them: the first ones, each percent-encoded and not too long. */
function ignored(names: readonly string[]): string | undefined {
  const told = names.slice(0, MOST_NAMES).map((name) => encodeURIComponent(shortName(name)));
  const more = names.length > told.length ? [`and ${names.length - told.length} more`] : [];
  return names.length === 0 ? undefined : [...told, ...more].join(', ');
}

/** Tells what went wrong in the form of Stripe's own errors, under the caller's names for the parameters. */
export function failAsStripe(error: unknown, conversation: Conversation): HttpReply {
  const headers = replyHeaders({}, conversation);
  if (error instanceof StripeRefusal) {
    const { type, message, code, decline_code, charge } = error.error;
    const body = {
      type,
      message,
      code,
      param: callersName(conversation.arguments, error.parameter, conversation.given),
      decline_code,
      charge,
      request_id: error.requestId,
      ...howToRepeat(error),
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
      ...howToRepeat(error),
    };
    return jsonReply(error.status, { error: body }, { ...replyHeaders(error.headers, conversation) });
  }
  return jsonReply(500, {
    error: {
      type: 'api_error',
      message: 'Something went wrong here.',
      correlation_id: conversation.correlationId,
    },
  });
}

/**
 * Whether a call may well succeed when it is repeated, and with which key that is safe. The key is told also where it is
 * not known what became of the call.
 */
export function howToRepeat(error: StripeRefusal | StripeUnreachable): {
  retryable?: true;
  idempotency_key?: string | undefined;
} {
  return { ...(error.retryable && { retryable: true }), idempotency_key: keyToRepeat(error) };
}

/** The key under which a call can be repeated safely, where it may be carried out by that. */
export function keyToRepeat(error: StripeRefusal | StripeUnreachable): string | undefined {
  return error.retryable || error instanceof StripeUnreachable ? error.idempotencyKey : undefined;
}
