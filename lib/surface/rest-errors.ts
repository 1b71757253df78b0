/** How the REST API tells what went wrong: `{"error": {type, message, code?, param?}}`, in Stripe's words. */
import { type Argument, shortName, type Words } from '#lib/arguments.ts';
import type { Conversation } from '#lib/endpoint.ts';
import {
  ArgumentError,
  type ArgumentProblem,
  HttpError,
  StripeRefusal,
  StripeUnreachable,
} from '#lib/errors.ts';
import { type HttpReply, jsonReply, textReply } from '#lib/http/reply.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { holdsSecret } from '#lib/secrets.ts';
import type { Problem } from '#lib/stripe/check.ts';
import { refusalOf, unrecognizedUrl } from '#lib/stripe/refusals.ts';
import { corsHeaders } from './rest-cors.ts';
import { keyToRepeat } from './stripe-errors.ts';

/** Where the REST API is served. */
export const REST_ROOT = '/v1/';

/** Stripe's words for what is wrong with a parameter. */
export const stripesWords: Words = {
  missing: (argument) =>
    wordedBy(argument, { code: 'parameter_missing', path: [], expected: '', given: undefined }),
  wrong: wordedBy,
};

function wordedBy({ name, parameter }: Argument, problem: Problem): ArgumentProblem {
  const { message, param = name } = refusalOf(
    { ...problem, path: [name, ...problem.path] },
    holdsSecret(parameter, problem.path),
  );
  return { name: param, code: problem.code, message };
}

/** The problem of a parameter that Stripe does not know. */
export function unknownParameter(name: string): ArgumentProblem {
  const unknown = { code: 'parameter_unknown', path: [name], given: undefined, expected: '' } as const;
  return { name: shortName(name), code: unknown.code, message: refusalOf(unknown).message };
}

/** The refusal of a path, or of a method at a path, that the REST API does not serve. */
export function unrecognized({ method, path }: Pick<HttpRequest, 'method' | 'path'>): HttpError {
  return new HttpError(404, unrecognizedUrl(method, path));
}

/** Makes the reply of whatever went wrong. Statuses are those that the RAML knows: 400, 401, 402, 404 and 5xx. */
export function failAsRest(error: unknown, { request, correlationId }: Conversation): HttpReply {
  const cors = corsHeaders(request);
  if (error instanceof StripeRefusal) {
    const text = error.text ?? JSON.stringify({ error: error.error });
    const headers = { ...stripesHeaders(error.headers, request), ...repeatHeaders(error), ...cors };
    return textReply(error.status, 'application/json', text, headers);
  }
  if (error instanceof ArgumentError) {
    const { problems, others = '' } = error;
    const [first] = problems;
    const message =
      problems.length === 1 && others === ''
        ? first?.message
        : [...problems.map(asSentence), others].join(' ').trimEnd();
    const body = { type: 'invalid_request_error', message, param: first?.name };
    return jsonReply(400, { error: body }, cors);
  }
  if (error instanceof HttpError) {
    const told = error.status === 405 ? unrecognized(request) : error;
    const isKnown = told.status >= 500 || [401, 404].includes(told.status);
    const body = {
      type: told.status >= 500 ? 'api_error' : 'invalid_request_error',
      message: told.message,
    };
    return jsonReply(isKnown ? told.status : 400, { error: body }, { ...told.headers, ...cors });
  }
  if (error instanceof StripeUnreachable) {
    const headers = {
      ...stripesHeaders(error.headers, request),
      'Stripe-Should-Retry': `${error.retryable}`,
      ...repeatHeaders(error),
      ...cors,
    };
    return jsonReply(error.status, { error: { type: 'api_error', message: error.message } }, headers);
  }
  const message = `Something went wrong here; the log has more, by the id ${correlationId}.`;
  return jsonReply(500, { error: { type: 'api_error', message } }, cors);
}

/** The key under which the call can be repeated safely, also where its caller did not bring one. */
function repeatHeaders(error: StripeRefusal | StripeUnreachable): Record<string, string> {
  const key = keyToRepeat(error);
  return key === undefined ? {} : { 'Idempotency-Key': key };
}

function asSentence({ message }: ArgumentProblem): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** The headers of Stripe's that clients read; what Stripe echoes of a request, where its caller sent it. */
export function stripesHeaders(
  headers: Readonly<Record<string, string>>,
  request: HttpRequest,
): Record<string, string | undefined> {
  const echoed = (name: string) => (request.headers[name] === undefined ? undefined : headers[name]);
  return {
    'Request-Id': headers['request-id'],
    'Stripe-Version': headers['stripe-version'],
    'Stripe-Account': echoed('stripe-account'),
    'Idempotency-Key': echoed('idempotency-key'),
    'Idempotent-Replayed': headers['idempotent-replayed'],
    'Original-Request': headers['original-request'],
    'Retry-After': headers['retry-after'],
    'Stripe-Should-Retry': headers['stripe-should-retry'],
    'WWW-Authenticate': headers['www-authenticate'],
  };
}
