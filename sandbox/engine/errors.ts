/** Stripe's errors: the responses of the API when it rejects a request or fails. */
import type { Json } from './resource.ts';

export { withoutNumbers } from '#lib/stripe/error-messages.ts';

/** The contents of `{error: {...}}`. */
export interface ErrorBody {
  readonly type:
    | 'invalid_request_error'
    | 'card_error'
    | 'api_error'
    | 'idempotency_error'
    | 'rate_limit_error';
  readonly message: string;
  readonly code?: string;
  /** The invalid parameter; nested ones are written like `card[number]`. */
  readonly param?: string;
  /** Why the bank declined. */
  readonly decline_code?: string;
  /** The ID of the failed charge. */
  readonly charge?: string;
  /** The URL where the code is explained. */
  readonly doc_url?: string;
  /** The objects that the error is about, in their current state. */
  readonly payment_intent?: Json;
  readonly payment_method?: Json;
  readonly setup_intent?: Json;
}

/**
 * A response that is not a success. The request's changes are undone, unless `stands` is set: a declined charge, for
 * example, is kept.
 */
export class StripeError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly stands: boolean;

  constructor(status: number, body: ErrorBody, { stands = false } = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.stands = stands;
  }

  toJSON(): { error: ErrorBody } {
    return { error: this.body };
  }
}

/** An invalid request; status 400 by default. */
export function invalidRequest(
  message: string,
  { param, code, status = 400 }: { param?: string; code?: string; status?: number } = {},
): StripeError {
  return new StripeError(status, {
    type: 'invalid_request_error',
    message,
    ...(code !== undefined && { code }),
    ...(param !== undefined && { param }),
  });
}

/** Why a charge of nothing is rejected; older versions have another message. */
export const NOTHING_TO_CHARGE = 'Must provide source or customer.';

/** A card that cannot be used: 402. */
export function cardError(
  body: Omit<ErrorBody, 'type'> & { code: string },
  { stands = false } = {},
): StripeError {
  return new StripeError(402, { type: 'card_error', ...body }, { stands });
}

/** A failure of the sandbox itself; status 500 by default. */
export function apiError(message: string, status = 500): StripeError {
  return new StripeError(status, { type: 'api_error', message });
}

/** Something that Stripe can do and the sandbox cannot: 501. */
export function notImplemented(what: string): StripeError {
  return apiError(`The sandbox does not implement ${what}.`, 501);
}
