/** The errors of an HTTP request that cannot be served. */

/** Why a call fails that nothing is wrong with; the alarms of a deployment tell these apart. */
export type Failure =
  /** Stripe cannot be reached, is too slow, or something in front of it answers. */
  | 'stripe_unreachable'
  /** Stripe answers that it failed itself (5xx). */
  | 'stripe_error'
  /** Stripe rejects calls because there are too many of them (429). */
  | 'stripe_throttled'
  /** DynamoDB or Systems Manager fails, or rejects a call. */
  | 'aws_error'
  /** The public keys that tokens of callers are checked with cannot be fetched. */
  | 'keys_unreachable'
  /** A setting or a secret is missing or wrong. */
  | 'configuration'
  /** The call was not finished by its deadline, for another reason than Stripe. */
  | 'timeout'
  /** A bug in this service. */
  | 'defect';

/** The HTTP request itself cannot be taken: malformed, too large, of the wrong method or type. */
export class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param cause what lies behind it; logged, never shown */
  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.status = status;
    this.headers = headers;
  }
}

/** A request that nothing is wrong with cannot be served now. */
export class ServiceError extends HttpError {
  readonly failure: Failure;

  /** @param cause what lies behind it; logged, never shown */
  constructor(
    failure: Failure,
    status: number,
    message: string,
    cause?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(status, message, headers, cause);
    this.failure = failure;
  }
}
