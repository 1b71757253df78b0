/** Error results for models: what is wrong, where, and what to do. */
import { callersName } from '#lib/endpoint/arguments.ts';
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { HttpError, type OwnErrorCode } from '#lib/http/errors.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { retryKey } from '#lib/surfaces/shared/stripe-errors.ts';
import { argumentsOfTool } from './arguments.ts';
import type { OperationTool } from './tools/tool.ts';

/** A call that was not made because of a limit, a setting, or the user's answer. */
export class ToolError extends HttpError {
  readonly whatToDo: string;
  readonly param: string | undefined;

  constructor(code: OwnErrorCode, message: string, whatToDo: string, param?: string) {
    super(code, message);
    this.whatToDo = whatToDo;
    this.param = param;
  }
}

/** An error as a model reads it. */
export interface FailureResult {
  readonly type: string;
  readonly code?: string | undefined;
  readonly message: string;
  readonly param?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly charge?: string | undefined;
  readonly what_to_do: string;
  readonly idempotency_key?: string | undefined;
  readonly request_id?: string | undefined;
  readonly correlation_id?: string | undefined;
  readonly errors?: readonly object[];
}

/** What is known about the failed call. */
export interface FailedCall {
  readonly tool: OperationTool | undefined;
  readonly given: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** Describes an error. */
export function describeFailure(error: unknown, call: FailedCall): FailureResult {
  if (error instanceof ToolError) {
    const { code, message, whatToDo, param } = error;
    return { type: 'invalid_request_error', code, message, param, what_to_do: whatToDo };
  }
  if (error instanceof ArgumentError) {
    const errors = error.problems.map(({ name, code, message }) => ({ param: name, code, message }));
    return {
      type: 'invalid_request_error',
      ...errors[0],
      message: error.message,
      what_to_do: 'Correct the arguments and call again. Nothing was done.',
      ...(errors.length > 1 && { errors }),
    };
  }
  if (error instanceof StripeApiError) {
    return ofStripe(error, call);
  }
  if (error instanceof StripeConnectionError) {
    const key = error.idempotencyKey;
    return {
      type: 'api_connection_error',
      code: error.code,
      message: error.reason,
      what_to_do:
        key === undefined
          ? 'It is safe to call again with the same arguments.'
          : `It is not known whether this was done. Call again with the same arguments and idempotency_key ${JSON.stringify(key)}: it is carried out once.`,
      idempotency_key: key,
    };
  }
  if (error instanceof HttpError && error.status < 500) {
    const { code, message } = error;
    return { type: 'invalid_request_error', code, message, what_to_do: 'Correct the call.' };
  }
  return {
    type: 'api_error',
    code: 'internal_error',
    message: 'Something went wrong in this server.',
    what_to_do: 'Tell the user; the log of the server has more, by the correlation_id.',
    correlation_id: call.correlationId,
  };
}

function ofStripe(error: StripeApiError, { tool, given }: FailedCall): FailureResult {
  const { type, code, message, decline_code, charge } = error.error;
  const key = retryKey(error);
  return {
    type,
    code,
    message,
    param: tool === undefined ? undefined : callersName(argumentsOfTool(tool), error.parameter, given),
    decline_code,
    charge,
    what_to_do: adviceOn(error, key),
    idempotency_key: key,
    request_id: error.requestId,
  };
}

function adviceOn({ status, error: { type } }: StripeApiError, key: string | undefined): string {
  if (key !== undefined) {
    return `Wait a moment, then call again with the same arguments and idempotency_key ${JSON.stringify(key)}: it is carried out once.`;
  }
  if (status === 402 || type === 'card_error') {
    return 'The card was declined and nothing was charged. Do not try the same card again unasked. For another card or another attempt, use a new idempotency_key: the old one repeats this answer.';
  }
  if (type === 'idempotency_error') {
    return 'This idempotency_key was used for another action. Use a new one, or send exactly the arguments of the first call to see its result.';
  }
  if (status === 401 || status === 403) {
    return 'Ask the user for a valid Stripe key for this server. Do not ask for the key itself.';
  }
  if (status === 404) {
    return 'Check the id; the list tools show which there are.';
  }
  return status === 429 || status >= 500
    ? 'Wait a moment, then call again with the same arguments.'
    : 'Correct the arguments and call again. Nothing was done.';
}
