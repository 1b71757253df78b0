/** Stripe's errors: what the API answers when it refuses or fails. */
import type { Json } from './resource.ts';

export { withoutNumbers } from '#lib/stripe/error-messages.ts';

/** The inside of `{error: {...}}`. */
export interface ErrorBody {
  readonly type:
    | 'invalid_request_error'
    | 'card_error'
    | 'api_error'
    | 'idempotency_error'
    | 'rate_limit_error';
  readonly message: string;
  readonly code?: string;
  /** The parameter that is at fault, nested ones as `card[number]`. */
  readonly param?: string;
  /** Why the bank declined. */
  readonly decline_code?: string;
  /** The id of the charge that failed. */
  readonly charge?: string;
  /** Where the code is explained. */
  readonly doc_url?: string;
  /** The objects that it is about, as they are then. */
  readonly payment_intent?: Json;
  readonly payment_method?: Json;
  readonly setup_intent?: Json;
}

/**
 * An answer that is not a success. Whatever the request changed before it was thrown is taken back, unless `stands`
 * says that the change belongs to the answer, as a declined charge does.
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

/** The request asks for something that cannot be: 400 unless said otherwise. */
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

/** Why a charge of nothing is refused; older versions have other words. */
export const NOTHING_TO_CHARGE = 'Must provide source or customer.';

/** The card cannot be used: 402. */
export function cardError(
  body: Omit<ErrorBody, 'type'> & { code: string },
  { stands = false } = {},
): StripeError {
  return new StripeError(402, { type: 'card_error', ...body }, { stands });
}

/** The sandbox itself is at fault: 500 unless said otherwise. */
export function apiError(message: string, status = 500): StripeError {
  return new StripeError(status, { type: 'api_error', message });
}

/** The sandbox does not know how to do something that Stripe can: 501. */
export function notImplemented(what: string): StripeError {
  return apiError(`The sandbox does not implement ${what}.`, 501);
}
