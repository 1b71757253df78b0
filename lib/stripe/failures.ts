/** Classifies failed calls: the error to throw, whether to retry, and when. */
import Stripe from 'stripe';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import { isNoSuchObject, StripeApiError, StripeConnectionError } from './errors.ts';
import { explanationOf } from './explanations.ts';
import { ConnectionClosed } from './http-client.ts';
import { FailedResponse, type StripeHttpResponse } from './http-response.ts';

/** Stripe rejected the call, or did not respond. */
export type Failure = StripeApiError | StripeConnectionError;

/** The reason if Stripe did not respond in time. */
export const TOO_SLOW = 'Stripe did not respond in time.';

const LONGEST_DELAY = 4_000;

/** Converts whatever a call threw to an error of ours. */
export function failureOf(error: unknown, operation: Operation, idempotencyKey: string | undefined): Failure {
  const detail = error instanceof Stripe.errors.StripeError ? error.detail : error;
  if (detail instanceof FailedResponse) {
    const { answer, message } = detail;
    return (
      stripeErrorIn(answer, operation, idempotencyKey) ??
      foreignResponseError(answer, message, idempotencyKey)
    );
  }
  if (error instanceof Stripe.errors.StripeError) {
    const timedOut = (detail as { code?: string } | undefined)?.code === 'ETIMEDOUT';
    const about = { idempotencyKey, cause: error };
    return timedOut
      ? new StripeConnectionError(504, TOO_SLOW, about)
      : new StripeConnectionError(502, 'Stripe could not be reached.', { ...about, isUnreachable: true });
  }
  throw error;
}

function stripeErrorIn(
  { statusCode, headers, error, text }: StripeHttpResponse,
  operation: Operation,
  idempotencyKey: string | undefined,
): StripeApiError | undefined {
  if (error === undefined) {
    return undefined;
  }
  const explanation = explanationOf(error, statusCode, operation);
  const message = explanation === undefined ? error.message : `${error.message} ${explanation}`;
  return new StripeApiError(
    statusCode,
    { ...error, message },
    {
      parameter: error.param === 'id' ? pathParameters(operation.path).at(-1) : error.param,
      requestId: headers['request-id'],
      headers,
      text: explanation === undefined ? text : withMessage(text, message),
      retryable: isRetryable(statusCode, error.code, headers),
      idempotencyKey,
    },
  );
}

/** The text of Stripe's error with another message. */
function withMessage(text: string, message: string): string {
  const body = JSON.parse(text) as { error: object };
  return JSON.stringify({ ...body, error: { ...body.error, message } }, null, 2);
}

/** The error for a response that is not from Stripe, or cannot be read. */
function foreignResponseError(
  { statusCode, headers, isTooLarge }: StripeHttpResponse,
  problem: string,
  idempotencyKey: string | undefined,
): StripeConnectionError {
  const isSuccess = statusCode >= 200 && statusCode < 300;
  const isKept = statusCode === 429 || (statusCode >= 500 && statusCode < 600);
  const passedOn = Object.entries(headers).filter(([name]) => ['request-id', 'retry-after'].includes(name));
  return new StripeConnectionError(
    isKept ? statusCode : 502,
    `Stripe, or a proxy in front of it, responded with ${problem}.`,
    {
      retryable: isSuccess ? !isTooLarge : isKept && isRetryable(statusCode, undefined, headers),
      idempotencyKey,
      headers: Object.fromEntries(passedOn),
    },
  );
}

/** Whether the connection was closed before any response arrived. */
export function isClosed(error: unknown): boolean {
  return (error as { detail?: unknown } | undefined)?.detail instanceof ConnectionClosed;
}

/** Whether a retry of the same request may succeed. */
function isRetryable(
  status: number,
  code: string | undefined,
  headers: Readonly<Record<string, string>>,
): boolean {
  // Stripe stores the response for an idempotency key, errors included, and returns it each time.
  if (headers['idempotent-replayed'] === 'true') {
    return false;
  }
  const advice = headers['stripe-should-retry'];
  if (advice !== undefined) {
    return advice === 'true';
  }
  return (
    status >= 500 ||
    status === 429 ||
    (status === 409 && code === 'idempotency_key_in_use') ||
    (status === 400 && code === 'rate_limit')
  );
}

/**
 * The delay before a retry, in milliseconds, with jitter: Stripe's Retry-After, or twice the previous delay.
 * @param first the delay before the first retry, if Stripe asks for none
 */
export function waitBefore({ headers }: Failure, attempts: number, first: number): number {
  const asked = askedFor(headers['retry-after']);
  const backoff = Math.min(first * 2 ** (attempts - 1), LONGEST_DELAY);
  return asked === undefined ? backoff * (0.5 + Math.random() / 2) : asked + Math.random() * first;
}

/** The value of `Retry-After` in milliseconds; it can be seconds or a date (RFC 9110). */
function askedFor(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) {
    return undefined;
  }
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** Whether Stripe is still processing another call with the same idempotency key. */
export function isInFlight(failure: Failure): boolean {
  return (
    failure instanceof StripeApiError &&
    failure.status === 409 &&
    failure.error.code === 'idempotency_key_in_use'
  );
}

/** Whether a retried DELETE that finds nothing was executed by an earlier attempt. */
export function isGone({ method }: Operation, failure: Failure): boolean {
  return method === 'DELETE' && isNoSuchObject(failure);
}
