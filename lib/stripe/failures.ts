/** How a call of Stripe can fail, and what follows: whether it may be made again, when, and what a failure says of it. */
import Stripe from 'stripe';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import { FailedAnswer, type HttpAnswer } from './answer.ts';
import { isNoSuchObject, StripeApiError, StripeConnectionError } from './errors.ts';
import { explanationOf } from './explanations.ts';
import { ConnectionClosed } from './http-client.ts';

/** Stripe refused, or no answer of Stripe's came. */
export type Failure = StripeApiError | StripeConnectionError;

/** What is said of a call that Stripe did not answer in time. */
export const TOO_SLOW = 'Stripe did not respond in time.';

const LONGEST_DELAY = 4_000;

/** One error for each way a call can fail. */
export function failureOf(error: unknown, operation: Operation, idempotencyKey: string | undefined): Failure {
  const detail = error instanceof Stripe.errors.StripeError ? error.detail : error;
  if (detail instanceof FailedAnswer) {
    const { answer, message } = detail;
    return refusalIn(answer, operation, idempotencyKey) ?? notStripes(answer, message, idempotencyKey);
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

function refusalIn(
  { statusCode, headers, error, text }: HttpAnswer,
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
      retryable: mayPass(statusCode, error.code, headers),
      idempotencyKey,
    },
  );
}

/** Stripe's text of an error, with another message. */
function withMessage(text: string, message: string): string {
  const body = JSON.parse(text) as { error: object };
  return JSON.stringify({ ...body, error: { ...body.error, message } }, null, 2);
}

/** The failure of a call that something else than Stripe answered, or Stripe in a way that nobody can read. */
function notStripes(
  { statusCode, headers, isTooLarge }: HttpAnswer,
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
      retryable: isSuccess ? !isTooLarge : isKept && mayPass(statusCode, undefined, headers),
      idempotencyKey,
      headers: Object.fromEntries(passedOn),
    },
  );
}

/** Whether a connection was closed before anything of an answer had come. */
export function isClosed(error: unknown): boolean {
  return (error as { detail?: unknown } | undefined)?.detail instanceof ConnectionClosed;
}

/** Whether the same request may well succeed when it is repeated. */
function mayPass(
  status: number,
  code: string | undefined,
  headers: Readonly<Record<string, string>>,
): boolean {
  // What Stripe keeps for an idempotency key, failures of its own too, it will answer each time.
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
 * Milliseconds to wait: what Stripe asks for, or twice as long each time; with jitter.
 * @param first the wait before the first repetition, where Stripe asks for none
 */
export function waitBefore({ headers }: Failure, attempts: number, first: number): number {
  const asked = askedFor(headers['retry-after']);
  const backoff = Math.min(first * 2 ** (attempts - 1), LONGEST_DELAY);
  return asked === undefined ? backoff * (0.5 + Math.random() / 2) : asked + Math.random() * first;
}

/** The milliseconds that a `Retry-After` means, which may be seconds or a date (RFC 9110). */
function askedFor(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) {
    return undefined;
  }
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** Whether Stripe is still busy with another call under the same idempotency key. */
export function isInFlight(failure: Failure): boolean {
  return (
    failure instanceof StripeApiError &&
    failure.status === 409 &&
    failure.error.code === 'idempotency_key_in_use'
  );
}

/** A delete that finds nothing after an attempt whose outcome is not known has been carried out by that attempt. */
export function isGone({ method }: Operation, failure: Failure): boolean {
  return method === 'DELETE' && isNoSuchObject(failure);
}
