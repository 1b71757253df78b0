/** @import { StripeSocketErrorFields, Problem } from './types.d.ts' */

/** The error of a failed call; see `types.d.ts`. */
export class StripeSocketError extends Error {
  /**
   * @param {string} message
   * @param {StripeSocketErrorFields} fields
   * @param {unknown} [cause]
   */
  constructor(message, fields, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StripeSocketError';
    this.retryable = fields.retryable;
    this.retryAfter = fields.retryAfter;
    Object.assign(this, fields);
  }
}

/**
 * An error in a response, in the format of Stripe's errors.
 * @typedef {{ message?: string, status?: number, type?: string, code?: string, param?: string, decline_code?: string,
 *   charge?: string, request_id?: string, correlation_id?: string, retryable?: boolean, errors?: Problem[] }} Told
 */

/**
 * Converts the error of a block to the format of the sockets.
 * @param {{ status_code: string, status_msg: string, http_status?: number, fields?: (string | BlockField)[],
 *   invalid_fields?: BlockField[] } & Told} problem
 * @returns {Told}
 */
export function toldByBlock(problem) {
  const {
    status_code: _,
    status_msg: message,
    http_status,
    fields = [],
    invalid_fields = [],
    ...rest
  } = problem;
  const errors = [...fields, ...invalid_fields].map((field) =>
    typeof field === 'string'
      ? { param: field, code: 'parameter_missing', message: `${field} is required.` }
      : { param: field.name, code: field.code, message: field.message },
  );
  const [first] = errors;
  return first === undefined
    ? {
        message,
        status: http_status ?? 500,
        type: http_status === undefined ? 'api_error' : 'api_connection_error',
        ...rest,
      }
    : { message, status: 400, type: 'invalid_request_error', code: first.code, param: first.param, errors };
}

/**
 * A block's problem with an argument.
 * @typedef {{ name: string, code: string, message: string }} BlockField
 */

/** The statuses after which a retry may succeed, unless the response itself says whether to retry. */
const PASSING = [429, 502, 503, 504];

/**
 * Creates the error for a response.
 * @param {Response} response
 * @param {unknown} body the parsed body; undefined if it is not JSON
 * @param {Told} told
 * @param {string | undefined} idempotencyKey
 */
export function errorOf({ status: httpStatus, headers }, body, told, idempotencyKey) {
  const status = told.status ?? httpStatus;
  const later = headers.get('retry-after');
  const seconds =
    later === null ? Number.NaN : Number.isNaN(+later) ? (Date.parse(later) - Date.now()) / 1000 : +later;
  const retryAfter = Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
  // If the response is from Stripe or from the service itself, it says whether to retry.
  const isTold = told.request_id !== undefined || told.type === 'api_connection_error';
  const message = told.message ?? `The service responded with status ${status}.`;
  return new StripeSocketError(message, {
    status,
    type: told.type ?? 'api_error',
    code: told.code,
    param: told.param,
    declineCode: told.decline_code,
    charge: told.charge,
    errors:
      told.errors ?? (told.param === undefined ? [] : [{ param: told.param, code: told.code, message }]),
    requestId: told.request_id ?? headers.get('request-id') ?? undefined,
    correlationId: told.correlation_id ?? headers.get('x-correlation-id') ?? undefined,
    retryable:
      told.retryable ??
      (!isTold &&
        // A successful response that is not JSON comes from a proxy in front of the service.
        ((body === undefined && status < 300) || retryAfter !== undefined || PASSING.includes(status))),
    retryAfter,
    idempotencyKey,
    body,
  });
}
