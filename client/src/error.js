/** @import { StripeSocketErrorFields, Problem } from './types.d.ts' */

/** What is thrown when a call fails; see `types.d.ts`. */
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
 * What a reply says of an error, in the form of Stripe's own errors.
 * @typedef {{ message?: string, status?: number, type?: string, code?: string, param?: string, decline_code?: string,
 *   charge?: string, request_id?: string, correlation_id?: string, retryable?: boolean, errors?: Problem[] }} Told
 */

/**
 * What a block says of an error, in the form of sockets.
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
 * What a block says of an argument that is wrong.
 * @typedef {{ name: string, code: string, message: string }} BlockField
 */

/** The statuses after which a call may succeed, unless the reply itself tells. */
const PASSING = [429, 502, 503, 504];

/**
 * Makes the error of a reply.
 * @param {Response} response
 * @param {unknown} body the parsed body; undefined where it is not JSON
 * @param {Told} told
 * @param {string | undefined} idempotencyKey
 */
export function errorOf({ status: httpStatus, headers }, body, told, idempotencyKey) {
  const status = told.status ?? httpStatus;
  const later = headers.get('retry-after');
  const seconds =
    later === null ? Number.NaN : Number.isNaN(+later) ? (Date.parse(later) - Date.now()) / 1000 : +later;
  const retryAfter = Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
  // Where Stripe answered, or the service says that it did not, the reply tells whether to retry.
  const isTold = told.request_id !== undefined || told.type === 'api_connection_error';
  const message = told.message ?? `The service answered with status ${status}.`;
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
        // A success that is not JSON comes from something in front of the service.
        ((body === undefined && status < 300) || retryAfter !== undefined || PASSING.includes(status))),
    retryAfter,
    idempotencyKey,
    body,
  });
}
