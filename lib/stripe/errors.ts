/** The errors of calls to Stripe. */

/** The fields of Stripe's `error` object that callers may see. */
export interface StripeErrorBody {
  type: string;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
}

/** Stripe rejected the call. */
export class StripeApiError extends Error {
  readonly status: number;
  readonly error: StripeErrorBody;
  /** The operation's parameter. Stripe calls the last path parameter `id`, whatever its name. */
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as Stripe sent it; missing if the error is not from Stripe. */
  readonly text: string | undefined;
  /** Whether a retry may succeed. */
  readonly retryable: boolean;
  /** The key that makes a retry safe; `undefined` if it is safe without a key. */
  readonly idempotencyKey: string | undefined;

  constructor(
    status: number,
    error: StripeErrorBody,
    about: {
      parameter?: string | undefined;
      requestId?: string | undefined;
      headers?: Readonly<Record<string, string>>;
      text?: string | undefined;
      retryable?: boolean;
      idempotencyKey?: string | undefined;
    } = {},
  ) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.parameter = about.parameter ?? error.param;
    this.requestId = about.requestId;
    this.headers = about.headers ?? {};
    this.text = about.text;
    this.retryable = about.retryable ?? false;
    this.idempotencyKey = about.idempotencyKey;
  }

  /** The same error with another idempotency key, or without one. */
  withKey(idempotencyKey: string | undefined): StripeApiError {
    return new StripeApiError(this.status, this.error, { ...this, idempotencyKey });
  }
}

/** What else is known of a call that got no response from Stripe. */
interface AboutNoAnswer {
  readonly retryable?: boolean;
  readonly idempotencyKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether there was no connection at all. */
  readonly isUnreachable?: boolean;
  readonly cause?: unknown;
}

/**
 * There was no valid response from Stripe: no connection (502), a timeout (504), or a response that is not Stripe's.
 * The status of such a response is kept if it is a 5xx or 429, because callers know that they may retry. Any other
 * status (2xx, a redirect, 4xx) would be misleading and becomes 502.
 */
export class StripeConnectionError extends Error {
  readonly status: number;
  readonly code: 'stripe_unreachable' | 'stripe_timeout' | 'stripe_response_invalid';
  /** What happened, in a sentence. */
  readonly reason: string;
  /** Whether a retry may succeed. */
  readonly retryable: boolean;
  /** The key that makes a retry safe; `undefined` if it is safe without a key. */
  readonly idempotencyKey: string | undefined;
  /** `request-id` and `retry-after` of the response, if present. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, reason: string, about: AboutNoAnswer = {}) {
    const { retryable = true, idempotencyKey, headers = {}, cause, isUnreachable = false } = about;
    const advice =
      idempotencyKey === undefined
        ? 'It is safe to retry.'
        : `The request may have succeeded. To retry safely, send the header Idempotency-Key: ${idempotencyKey}`;
    super(`${reason} ${advice}`, { cause });
    this.status = status;
    this.code = isUnreachable
      ? 'stripe_unreachable'
      : status === 504
        ? 'stripe_timeout'
        : 'stripe_response_invalid';
    this.reason = reason;
    this.retryable = retryable;
    this.idempotencyKey = idempotencyKey;
    this.headers = headers;
  }

  /** The same error with another idempotency key, or without one. */
  withKey(idempotencyKey: string | undefined): StripeConnectionError {
    return new StripeConnectionError(this.status, this.reason, {
      ...this,
      idempotencyKey,
      isUnreachable: this.code === 'stripe_unreachable',
      cause: this.cause,
    });
  }
}

/** The `code` values of Stripe's versions for a missing object. Most older versions have no code. */
const NO_SUCH_OBJECT: readonly unknown[] = ['resource_missing', 'missing', undefined];

/**
 * Whether Stripe reports that the object does not exist. A 404 from a proxy or for an unknown URL says nothing about
 * the object.
 */
export function isNoSuchObject(error: unknown): error is StripeApiError {
  return (
    error instanceof StripeApiError &&
    error.status === 404 &&
    error.error.type === 'invalid_request_error' &&
    NO_SUCH_OBJECT.includes(error.error.code) &&
    !error.error.message.startsWith('Unrecognized request URL')
  );
}

/** True if this 5xx is Stripe's stored response for the idempotency key, so retrying with that key is pointless. */
export function isCachedServerError(error: unknown): error is StripeApiError {
  return (
    error instanceof StripeApiError && error.status >= 500 && error.headers['idempotent-replayed'] === 'true'
  );
}
