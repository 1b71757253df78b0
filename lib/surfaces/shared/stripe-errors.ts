/** The error format of most surfaces, which is that of Stripe's errors. */
import { callersName } from '#lib/endpoint/arguments.ts';
import type { CallContext } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, internalErrorMessage } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { replyHeaders } from './reply-headers.ts';

/** Formats an error like Stripe does, with the caller's names of the parameters. */
export function toStripeErrorResponse(error: unknown, context: CallContext): HttpResponse {
  const headers = replyHeaders({}, context);
  if (error instanceof StripeApiError) {
    const { type, message, code, decline_code, charge } = error.error;
    const body = {
      type,
      message,
      code,
      param: callersName(context.arguments, error.parameter, context.given),
      decline_code,
      charge,
      request_id: error.requestId,
      ...retryFields(error),
    };
    return jsonResponse(error.status, { error: body }, { ...replyHeaders(error.headers, context) });
  }
  if (error instanceof ArgumentError) {
    const details = error.problems.map(({ name, code, message }) => ({ param: name, code, message }));
    const body = { type: 'invalid_request_error', ...details[0], message: error.message };
    return jsonResponse(
      error.status,
      { error: details.length > 1 ? { ...body, errors: details } : body },
      headers,
    );
  }
  if (error instanceof HttpError) {
    const { code, message, status } = error;
    const type = status >= 500 ? 'api_error' : 'invalid_request_error';
    return jsonResponse(status, { error: { type, message, code } }, { ...headers, ...error.headers });
  }
  if (error instanceof StripeConnectionError) {
    const body = {
      type: 'api_connection_error',
      message: error.message,
      code: error.code,
      ...retryFields(error),
    };
    return jsonResponse(error.status, { error: body }, { ...replyHeaders(error.headers, context) });
  }
  return jsonResponse(500, {
    error: {
      type: 'api_error',
      message: internalErrorMessage(context.correlationId),
      code: 'internal_error',
      correlation_id: context.correlationId,
    },
  });
}

/**
 * Whether a retry may succeed, and the idempotency key that makes it safe. The key is also returned if the outcome of
 * the call is unknown.
 */
export function retryFields(error: StripeApiError | StripeConnectionError): {
  retryable?: true;
  idempotency_key?: string | undefined;
} {
  return { ...(error.retryable && { retryable: true }), idempotency_key: retryKey(error) };
}

/** The idempotency key for a safe retry, if a retry may change something. */
export function retryKey(error: StripeApiError | StripeConnectionError): string | undefined {
  return error.retryable || error instanceof StripeConnectionError ? error.idempotencyKey : undefined;
}
