/** What can go wrong with a call to Stripe. */

/** The body of Stripe's `error` object, as far as it concerns a caller. */
export interface StripeErrorBody {
  type: string;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
}

/** Stripe answered, and refused. */
export class StripeApiError extends Error {
  readonly status: number;
  readonly error: StripeErrorBody;
  /** The operation's parameter that is meant: Stripe calls the last one in a path `id`, whatever its name. */
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as Stripe wrote it; absent where it was not Stripe that refused. */
  readonly text: string | undefined;
  /** Whether the same call may well succeed when it is repeated. */
  readonly retryable: boolean;
  /** The key under which a repeated call is safe; `undefined` where a repetition is safe by itself. */
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

  /** The same, of a call that is repeated under another key, or without one. */
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
 * No answer of Stripe's came: it could not be reached (502) or was too slow (504), or what came is not Stripe's. Of such
 * an answer the status is kept where it is a 5xx or 429, by which callers know that they may try again; any other, be it
 * a 2xx, a redirect or a 4xx, says nothing true of the call, and becomes 502.
 */
export class StripeConnectionError extends Error {
  readonly status: number;
  readonly code: 'stripe_unreachable' | 'stripe_timeout' | 'stripe_response_invalid';
  /** What happened, in a sentence. */
  readonly reason: string;
  /** Whether the same call may well succeed when it is repeated. */
  readonly retryable: boolean;
  /** The key under which a repeated call is safe; `undefined` where a repetition is safe by itself. */
  readonly idempotencyKey: string | undefined;
  /** `request-id` and `retry-after` of the answer, where it has them. */
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

  /** The same, of a call that is repeated under another key, or without one. */
  withKey(idempotencyKey: string | undefined): StripeConnectionError {
    return new StripeConnectionError(this.status, this.reason, {
      ...this,
      idempotencyKey,
      isUnreachable: this.code === 'stripe_unreachable',
      cause: this.cause,
    });
  }
}

/** What Stripe's versions say in `code` of an object that there is not; most of the older ones say nothing. */
const NO_SUCH_OBJECT: readonly unknown[] = ['resource_missing', 'missing', undefined];

/**
 * Whether Stripe itself says that there is no such object. The 404 of anything in front of Stripe, or of an address that
 * Stripe does not serve, says nothing of an object.
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

/** Whether a failure of Stripe's own is what it keeps for the key by now: nothing is carried out under that any more. */
export function isKeptFailure(error: unknown): error is StripeApiError {
  return (
    error instanceof StripeApiError && error.status >= 500 && error.headers['idempotent-replayed'] === 'true'
  );
}
