/** What the log says of a call that fails: whose fault it is, the true status, and what was rejected. */
import { type Failure, HttpError } from '#lib/http/errors.ts';
import type { Parameter } from '#lib/parameters/parameter.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { type Argument, callersName } from './arguments.ts';
import type { CallContext } from './endpoint.ts';
import { ArgumentError } from './errors.ts';

/** Why a call fails that nothing is wrong with; `undefined` where its caller has to change it. */
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

/** The failure that the innermost of an error's causes names. */
function namedIn(error: unknown): Failure | undefined {
  return error instanceof Error
    ? (namedIn(error.cause) ?? (error as { failure?: Failure }).failure)
    : undefined;
}

/** The status that tells of an error, also where the reply is 200 with an envelope. */
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

/** What lies behind a failure, where that is an error of ours and not Stripe's. */
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

/** What was rejected, in identifiers: no message and no value of the caller's. */
export interface Rejection {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
}

/** Gives what an error rejects. Whatever is no plain identifier, or names nothing that is declared, is left out. */
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

/** As much of an argument's path as the endpoint declares; what follows are names that callers make up. */
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
