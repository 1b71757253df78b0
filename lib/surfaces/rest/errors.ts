/** Formats errors of the REST API: `{"error": {type, message, code?, param?}}`, with Stripe's messages. */
import { type Argument, type ErrorMessages, shortName } from '#lib/endpoint/arguments.ts';
import type { CallContext } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, type ArgumentProblem, internalErrorMessage } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { HttpRequest } from '#lib/http/request.ts';
import { type HttpResponse, jsonResponse, textResponse } from '#lib/http/response.ts';
import type { Problem } from '#lib/parameters/check.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import { parameterMessage, unrecognizedUrl } from '#lib/stripe/error-messages.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { retryKey } from '#lib/surfaces/shared/stripe-errors.ts';
import { corsHeaders } from './cors.ts';

/** The root path of the REST API. */
export const REST_ROOT = '/v1/';

/** Stripe's messages for invalid parameters. */
export const stripeMessages: ErrorMessages = {
  missing: (argument) =>
    problemInStripesWords(argument, { code: 'parameter_missing', path: [], expected: '', given: undefined }),
  wrong: problemInStripesWords,
};

function problemInStripesWords({ name, parameter }: Argument, problem: Problem): ArgumentProblem {
  const { message, param = name } = parameterMessage(
    { ...problem, path: [name, ...problem.path] },
    holdsSecret(parameter, problem.path),
  );
  return { name: param, code: problem.code, message };
}

/** The problem of a parameter that does not exist. */
export function unknownParameter(name: string): ArgumentProblem {
  const unknown = { code: 'parameter_unknown', path: [name], given: undefined, expected: '' } as const;
  return { name: shortName(name), code: unknown.code, message: parameterMessage(unknown).message };
}

/** The error for a path or method that the REST API does not have. */
export function unrecognized({ method, path }: Pick<HttpRequest, 'method' | 'path'>): HttpError {
  return new HttpError('endpoint_unknown', unrecognizedUrl(method, path));
}

/** Formats an error. The statuses are those of the RAML: 400, 401, 402, 404 and 5xx. */
export function toRestErrorResponse(error: unknown, { request, correlationId }: CallContext): HttpResponse {
  const cors = corsHeaders(request);
  if (error instanceof StripeApiError) {
    const text = error.text ?? JSON.stringify({ error: error.error });
    const headers = { ...stripeHeaders(error.headers, request), ...retryHeaders(error), ...cors };
    return textResponse(error.status, 'application/json', text, headers);
  }
  if (error instanceof ArgumentError) {
    const { problems, others = '' } = error;
    const [first] = problems;
    const message =
      problems.length === 1 && others === ''
        ? first?.message
        : [...problems.map(asSentence), others].join(' ').trimEnd();
    const body = { type: 'invalid_request_error', message, param: first?.name, code: first?.code };
    return jsonResponse(400, { error: body }, cors);
  }
  if (error instanceof HttpError) {
    const told = error.status === 405 ? unrecognized(request) : error;
    const body = {
      type: told.status >= 500 ? 'api_error' : 'invalid_request_error',
      message: told.message,
      code: told.code,
    };
    return jsonResponse(restStatus(told.status), { error: body }, { ...told.headers, ...cors });
  }
  if (error instanceof StripeConnectionError) {
    const headers = {
      ...stripeHeaders(error.headers, request),
      'Stripe-Should-Retry': `${error.retryable}`,
      ...retryHeaders(error),
      ...cors,
    };
    const body = { type: 'api_error', message: error.message, code: error.code };
    return jsonResponse(error.status, { error: body }, headers);
  }
  const message = internalErrorMessage(correlationId);
  return jsonResponse(500, { error: { type: 'api_error', message, code: 'internal_error' } }, cors);
}

/** The status that the REST API shows for a status of ours: like Stripe's API of the time, it has no 405, 413 or 415. */
export function restStatus(status: number): number {
  return status >= 500 || [401, 404].includes(status) ? status : 400;
}

/** The idempotency key for a safe retry, even if the caller sent none. */
function retryHeaders(error: StripeApiError | StripeConnectionError): Record<string, string> {
  const key = retryKey(error);
  return key === undefined ? {} : { 'Idempotency-Key': key };
}

function asSentence({ message }: ArgumentProblem): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** Stripe's headers that clients read, and those that echo a header of the request. */
export function stripeHeaders(
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
