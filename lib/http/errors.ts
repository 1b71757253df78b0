/** The codes of this project's own errors, and the error of an HTTP request that cannot be served. */

/** Why a call fails though its caller did nothing wrong. Each kind rings one of a deployment's alarms. */
export type Failure =
  /** Stripe cannot be reached, is too slow, or a proxy in front of it responds. */
  | 'stripe_unreachable'
  /** Stripe responds that it failed itself (5xx). */
  | 'stripe_error'
  /** Stripe rejects calls because there are too many (429). */
  | 'stripe_throttled'
  /** DynamoDB or Systems Manager fails, or rejects a call. */
  | 'aws_error'
  /** The public keys that callers' tokens are verified with cannot be fetched. */
  | 'keys_unreachable'
  /** A setting or a secret is missing or wrong. */
  | 'configuration'
  /** The call did not finish by its deadline, for another reason than Stripe. */
  | 'timeout'
  /** A bug in this service. */
  | 'defect';

/** A surface: the adapter for one legacy API. */
type SurfaceName = 'socket' | 'block' | 'connector' | 'card' | 'rest' | 'mcp';

interface ErrorCode {
  /** The HTTP status that the error has unless its surface says otherwise. */
  readonly status: number;
  /** When it occurs, for the documentation. */
  readonly meaning: string;
  /** The surfaces whose callers can get it. Default: all. */
  readonly surfaces?: readonly SurfaceName[];
  /** What failed, if its caller did nothing wrong. */
  readonly failure?: Failure;
}

/**
 * Every error that this project raises itself, by the code that callers get. Codes are stable: messages may change, codes
 * do not. Where Stripe has a code for the same error, it is Stripe's. The READMEs in `functions/` are generated from this.
 */
export const ERROR_CODES = {
  parameter_missing: { status: 400, meaning: 'A required parameter is missing.' },
  parameter_unknown: { status: 400, meaning: 'There is no parameter of this name.' },
  parameter_invalid: { status: 400, meaning: 'The value is not valid for this parameter.' },
  parameters_exclusive: {
    status: 400,
    meaning: 'Several mutually exclusive parameters were sent.',
    surfaces: ['socket', 'block', 'connector', 'card'],
  },
  parameter_unreadable: {
    status: 400,
    meaning: 'The value is text that should be JSON and is not.',
    surfaces: ['block'],
  },
  header_invalid: { status: 400, meaning: 'A request header has an invalid value.' },
  secret_in_url: {
    status: 400,
    meaning: 'A secret was sent in the URL.',
    surfaces: ['socket', 'connector', 'card', 'rest'],
  },
  request_unreadable: { status: 400, meaning: 'The query string or the body cannot be parsed.' },
  body_lost: { status: 400, meaning: 'A proxy in front of this service dropped the request body.' },
  signature_invalid: {
    status: 400,
    meaning: 'The webhook has no valid signature in Stripe-Signature.',
    surfaces: ['card'],
  },
  event_invalid: { status: 400, meaning: 'The webhook’s body is not a Stripe event.', surfaces: ['card'] },
  api_key_missing: { status: 401, meaning: 'The request has no API key.', surfaces: ['rest', 'mcp'] },
  api_key_invalid: { status: 401, meaning: 'The API key has invalid characters.', surfaces: ['rest'] },
  token_missing: { status: 401, meaning: 'The request has no bearer token.', surfaces: ['card'] },
  token_invalid: {
    status: 401,
    meaning: 'The token is malformed, expired, badly signed, or has an invalid claim.',
    surfaces: ['card'],
  },
  role_insufficient: { status: 403, meaning: 'The role in the token is too low.', surfaces: ['card'] },
  tool_wrong: {
    status: 400,
    meaning: 'The operation must be called by the other tool of the directory.',
    surfaces: ['mcp'],
  },
  live_key_not_allowed: {
    status: 403,
    meaning: 'STRIPE_MCP_LIVE_KEYS does not let live keys do this.',
    surfaces: ['mcp'],
  },
  amount_too_large: {
    status: 403,
    meaning: 'The call would move more than STRIPE_MCP_MAX_AMOUNT with a live key.',
    surfaces: ['mcp'],
  },
  confirmation_unavailable: {
    status: 403,
    meaning: 'The user must confirm the call, and the client cannot ask.',
    surfaces: ['mcp'],
  },
  confirmation_declined: {
    status: 403,
    meaning: 'The user, or the client on their behalf, did not confirm the call.',
    surfaces: ['mcp'],
  },
  origin_not_allowed: {
    status: 403,
    meaning: 'The server does not answer to this Host, or to pages of this Origin.',
    surfaces: ['mcp'],
  },
  endpoint_unknown: { status: 404, meaning: 'There is no endpoint at this URL.' },
  resource_missing: {
    status: 404,
    meaning: 'There is no object with this ID.',
    surfaces: ['socket', 'card'],
  },
  method_not_allowed: {
    status: 405,
    meaning: 'The endpoint does not support this HTTP method.',
    surfaces: ['socket', 'block', 'connector', 'card', 'mcp'],
  },
  card_deleted: {
    status: 409,
    meaning: 'The card was deleted, or is being deleted, by another call.',
    surfaces: ['card'],
  },
  lock_timeout: {
    status: 409,
    meaning: 'Too many calls change the account at the same time. Retry.',
    surfaces: ['card'],
  },
  body_too_large: { status: 413, meaning: 'The body is too large.' },
  media_type_unsupported: {
    status: 415,
    meaning: 'The body is neither JSON nor a form, or it is compressed.',
  },
  rate_limit: {
    status: 429,
    meaning: 'Too many calls. Retry after the number of seconds in Retry-After.',
    surfaces: ['connector', 'card', 'mcp'],
  },
  internal_error: {
    status: 500,
    meaning: 'A bug in this service. Search its log for the correlation ID.',
    failure: 'defect',
  },
  not_implemented: {
    status: 501,
    meaning: 'The socket was imported and is not yet implemented.',
    surfaces: ['socket'],
  },
  stripe_unreachable: { status: 502, meaning: 'The connection to Stripe failed.' },
  stripe_response_invalid: {
    status: 502,
    meaning: 'Stripe, or a proxy in front of it, sent an unexpected response. A 429 or 5xx status is kept.',
  },
  stripe_key_rejected: {
    status: 502,
    meaning: 'Stripe rejected the API key of the card service.',
    failure: 'configuration',
    surfaces: ['card'],
  },
  not_configured: {
    status: 503,
    meaning: 'A required setting is missing; the log names it.',
    failure: 'configuration',
    surfaces: ['connector', 'card'],
  },
  store_unavailable: {
    status: 503,
    meaning: 'The card table is temporarily unavailable. Retry.',
    failure: 'aws_error',
    surfaces: ['card'],
  },
  token_keys_unavailable: {
    status: 503,
    meaning: 'The keys that tokens are verified with are temporarily unavailable. Retry.',
    failure: 'keys_unreachable',
    surfaces: ['card'],
  },
  stripe_timeout: { status: 504, meaning: 'Stripe did not respond in time.' },
  call_timeout: {
    status: 504,
    meaning: 'The call did not finish in time. It is safe to retry.',
    failure: 'timeout',
    surfaces: ['connector', 'card'],
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;

/** The code of one of our own errors. */
export type OwnErrorCode = keyof typeof ERROR_CODES;

/** The codes that a surface's callers can get, with their status and meaning, by status. */
export function codesOf(surface: string): readonly (ErrorCode & { readonly code: OwnErrorCode })[] {
  return Object.entries<ErrorCode>(ERROR_CODES)
    .map(([code, about]) => ({ code: code as OwnErrorCode, ...about }))
    .filter(({ surfaces }) => surfaces === undefined || surfaces.some((name) => name === surface));
}

/** The HTTP request cannot be served: it is malformed, too large, unauthenticated, or something it needs is unavailable. */
export class HttpError extends Error {
  readonly code: OwnErrorCode;
  readonly status: number;
  readonly failure: Failure | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code decides the status
   * @param message shown to the caller
   * @param cause the reason for a 5xx; logged, never shown
   */
  constructor(
    code: OwnErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.code = code;
    const { status, failure }: ErrorCode = ERROR_CODES[code];
    this.status = status;
    this.failure = failure;
    this.headers = headers;
  }
}
