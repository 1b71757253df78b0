/** Logs how a call ended, on every surface in the same way. */
import { StripeConnectionError } from '#lib/stripe/errors.ts';
import type { CallContext } from './endpoint.ts';
import { behind, failureOf, rejectionIn, requestIdIn, statusOf } from './failure.ts';
import { type CallRecord, logCall } from './log.ts';
import { maskFailure, type Sensitive } from './masked-reply.ts';

/** What is known of the call. */
export type LoggedCall = Pick<
  CallContext,
  'arguments' | 'correlationId' | 'given' | 'query' | 'started' | 'stripeRequestId' | 'stripeUsage'
> &
  Sensitive;

/** The call, without values, and the status of its response. */
export interface Outcome extends Pick<CallRecord, 'surface'> {
  /** The method and the route; it is only needed if the call is logged. */
  endpoint(): string;
  readonly replied: number;
  /** What was thrown; undefined if the call succeeded. */
  readonly error?: unknown;
}

/** Logs a call. Secrets in a stack trace are masked. */
export function logOutcome(call: LoggedCall, { surface, endpoint, replied, error }: Outcome): void {
  const status = statusOf(error, replied);
  const failure = error === undefined ? undefined : failureOf(error);
  const thrown = error === undefined ? undefined : behind(error);
  const { requests, milliseconds } = call.stripeUsage;
  logCall(status >= 500 || failure !== undefined, () => ({
    surface,
    endpoint: endpoint(),
    status,
    reply_status: replied === status ? undefined : replied,
    ...rejectionIn(error, call),
    duration_ms: Math.round(performance.now() - call.started),
    ...(requests > 0 && { stripe_ms: Math.round(milliseconds), stripe_requests: requests }),
    stripe_request_id: call.stripeRequestId ?? requestIdIn(error),
    correlation_id: call.correlationId,
    failure,
    upstream: error instanceof StripeConnectionError ? error.reason : undefined,
    query: call.query,
    error: thrown && maskFailure(thrown.stack ?? String(thrown), call),
  }));
}
