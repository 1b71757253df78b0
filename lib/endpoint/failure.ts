/** Describes a failed call for the log: who is responsible, the true status, and what was rejected. */
import { type Failure, HttpError } from '#lib/http/errors.ts';
import type { Parameter } from '#lib/parameters/parameter.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { type Argument, callersName } from './arguments.ts';
import type { CallContext } from './endpoint.ts';
import { ArgumentError } from './errors.ts';

/** Returns why a call failed without a mistake of its caller; `undefined` if the caller has to change it. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof StripeConnectionError) {
    return error.status === 429 ? 'stripe_throttled' : 'stripe_unreachable';
  }
  if (error instanceof StripeApiError) {
    const isThrottled = error.status === 429 || error.error.code === 'rate_limit';
    return isThrottled ? 'stripe_throttled' : error.status >= 500 ? 'stripe_error' : undefined;
  }
  if (error instanceof ArgumentError) {
    return undefined;
  }
  return error instanceof HttpError && error.failure === undefined ? undefined : (namedIn(error) ?? 'defect');
}

/** Returns the failure of the innermost cause that has one. */
function namedIn(error: unknown): Failure | undefined {
  return error instanceof Error
    ? (namedIn(error.cause) ?? (error as { failure?: Failure }).failure)
    : undefined;
}

/** Returns the status of an error, even if the response is 200 with an envelope. */
export function statusOf(error: unknown, replied: number): number {
  if (error === undefined || replied >= 400) {
    return replied;
  }
  const isTold =
    error instanceof StripeApiError ||
    error instanceof StripeConnectionError ||
    error instanceof HttpError ||
    error instanceof ArgumentError;
  return isTold ? error.status : 500;
}

/** Returns the underlying error if it is one of this project, not Stripe's. */
export function behind(error: unknown): Error | undefined {
  if (
    failureOf(error) === undefined ||
    error instanceof StripeApiError ||
    error instanceof StripeConnectionError
  ) {
    return undefined;
  }
  const found = error instanceof HttpError && error.cause instanceof Error ? error.cause : error;
  return found instanceof Error ? found : new Error(String(found));
}

/** Returns the ID of the Stripe request that failed, if it has one. */
export function requestIdIn(error: unknown): string | undefined {
  if (error instanceof StripeApiError) {
    return error.requestId;
  }
  return error instanceof StripeConnectionError ? error.headers['request-id'] : undefined;
}

/** What was rejected, as identifiers: no messages, and no values of the caller's. */
export interface Rejection {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
}

/** Returns what an error rejects. Excludes everything that is not a plain identifier or not declared. */
export function rejectionIn(
  error: unknown,
  context: Pick<CallContext, 'arguments' | 'given'>,
): Rejection | undefined {
  if (error instanceof StripeApiError) {
    const { type, code, decline_code } = error.error;
    return {
      type: identifier(type),
      code: identifier(code),
      param: declared(context.arguments, callersName(context.arguments, error.parameter, context.given)),
      decline_code: identifier(decline_code),
    };
  }
  if (error instanceof StripeConnectionError) {
    return { type: 'api_connection_error', code: error.code };
  }
  if (error instanceof ArgumentError) {
    const [{ code, name }] = error.problems as [(typeof error.problems)[0]];
    return { type: 'invalid_request_error', code, param: declared(context.arguments, name) };
  }
  return error instanceof HttpError
    ? { type: error.status < 500 ? 'invalid_request_error' : 'api_error', code: error.code }
    : undefined;
}

function identifier(text: string | undefined): string | undefined {
  return text !== undefined && /^[a-z][a-z_]{0,63}$/.test(text) ? text : undefined;
}

/** Returns the declared beginning of an argument's path. Callers choose the names in the rest. */
function declared(known: readonly Argument[], name = ''): string | undefined {
  const [root = '', ...path] = name.split(/[[\].]+/).filter((part) => part !== '');
  const argument = known.find((one) => one.name === name) ?? known.find((one) => one.name === root);
  if (argument === undefined || argument.name === name) {
    return argument?.name;
  }
  let shown = root;
  let parameter: Parameter | undefined = argument.parameter;
  for (const part of path) {
    parameter = /^\d*$/.test(part) ? parameter.item : parameter.fields?.[part];
    if (parameter === undefined) {
      break;
    }
    shown += `[${part}]`;
  }
  return shown;
}
