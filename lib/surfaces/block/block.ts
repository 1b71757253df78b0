/**
 * The surface of the blocks of the 2016 package “Stripe”. Arguments are camelCase, inside `args` or at the top level;
 * JSON values may be text. The response is always HTTP 200 with an envelope that says whether the call succeeded.
 */
import { inCamelCase } from '#lib/endpoint/additional-arguments.ts';
import { type ArgumentMap, callersName } from '#lib/endpoint/arguments.ts';
import { defineEndpoint, type EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { CallContext, Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { ArgumentError, internalErrorMessage } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { isObject } from '#lib/http/json-object.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { DESCRIBED_VERSION, type Operation } from '#lib/operations/operation.ts';
import { hash, type Parameters } from '#lib/parameters/parameters.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { keyOf, problemWithKey } from '#lib/surfaces/shared/api-key.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { retryFields, toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { asConnectError, connectReply, isConnect } from './connect.ts';
import { forwardOnly, paginateAll, withPaging } from './lists.ts';
import { blockPath } from './path.ts';
import { readValue, UNREADABLE } from './values.ts';

/** Creates a block from an operation and a map of arguments to parameters. List blocks can return the whole list. */
export function block<P extends Parameters>(
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: EndpointOptions<P> = {},
): Handler {
  const served = { method: 'POST', path: blockPath };
  return operation.list
    ? defineEndpoint(surface, served, operation, withPaging(operation, map), {
        ...details,
        rules: [...(details.rules ?? []), forwardOnly],
        run: paginateAll(operation, details.run),
      })
    : defineEndpoint(surface, served, operation, map, details);
}

/** The maximum length of the name in `to`. Every response contains it. */
const LONGEST_NAME = 255;

/** What `unwrap` passes on: where to put the result, and which arguments are not valid JSON. */
interface Kept {
  readonly to: string | undefined;
  readonly unreadable: readonly string[];
}

const surface: Surface = {
  name: 'block',
  apiVersion: DESCRIBED_VERSION,
  spelling: inCamelCase,

  unwrap(request, body, known) {
    const given = argsOf(body);
    const { apiKey, to = body['to'] } = given;
    if (typeof to === 'string' && to.length > LONGEST_NAME) {
      const message = `to must be at most ${LONGEST_NAME} characters long.`;
      throw new ArgumentError([{ name: 'to', code: 'parameter_invalid', message }]);
    }
    delete given['apiKey'];
    delete given['to'];
    const unreadable: string[] = [];
    for (const { name, parameter } of known) {
      const value = Object.hasOwn(given, name) ? readValue(parameter, given[name]) : undefined;
      if (value === UNREADABLE) {
        unreadable.push(name);
        delete given[name];
      } else if (value !== undefined) {
        given[name] = value;
      }
    }
    const kept: Kept = { to: typeof to === 'string' && to !== '' ? to : undefined, unreadable };
    return { given, apiKey: keyOf(request, apiKey), surfaceData: kept };
  },

  argumentError({ problems }, { apiKey, surfaceData }) {
    const { unreadable } = surfaceData as Kept;
    const keyProblem = problemWithKey(apiKey);
    if (keyProblem === undefined && problems.length === 0 && unreadable.length === 0) {
      return undefined;
    }
    const all = [
      ...(keyProblem === undefined ? [] : [keyProblem]),
      ...problems.filter(({ name }) => !unreadable.includes(name)),
      ...unreadable.map((name) => ({
        name,
        code: 'parameter_unreadable' as const,
        message: `${name} must be an object or valid JSON text.`,
      })),
    ];
    return new ArgumentError(all);
  },

  wrap: ({ body, status, headers }, context) =>
    envelope('success', body, context, {
      ...replyHeaders(headers, context),
      'X-Stripe-Status': `${status}`,
    }),

  toErrorResponse(error, context) {
    if (error instanceof HttpError) {
      const reply = toStripeErrorResponse(error, context);
      return isConnect(context.request) ? asConnectError(reply) : reply;
    }
    return envelope('error', problemOf(error, context), context, headersOf(error, context));
  },
};

/** The arguments are in `args`, which may be JSON text, or at the top level of the body. */
function argsOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (body['args'] === undefined || body['args'] === null) {
    return { ...body };
  }
  const args = readValue(ARGS, body['args']);
  if (!isObject(args)) {
    const message = 'args must be an object with the arguments, or valid JSON text of one.';
    throw new ArgumentError([{ name: 'args', code: 'parameter_unreadable', message }]);
  }
  return args;
}

const ARGS = hash('The arguments.');

function envelope(
  callback: 'success' | 'error',
  value: unknown,
  { request, surfaceData }: CallContext,
  headers: Record<string, string | undefined>,
): HttpResponse {
  if (isConnect(request)) {
    return connectReply(callback, value, headers);
  }
  const to = (surfaceData as Kept | undefined)?.to;
  return jsonResponse(
    200,
    { callback, contextWrites: to === undefined ? { '#': { to: value } } : { [to]: value } },
    headers,
  );
}

function headersOf(error: unknown, context: CallContext): Record<string, string | undefined> {
  if (error instanceof StripeApiError) {
    return { ...replyHeaders(error.headers, context), 'X-Stripe-Status': `${error.status}` };
  }
  return replyHeaders(error instanceof StripeConnectionError ? error.headers : {}, context);
}

/** The error object in the envelope. */
function problemOf(error: unknown, context: CallContext): object {
  if (error instanceof ArgumentError) {
    const missing = error.problems.filter(({ code }) => code === 'parameter_missing');
    const wrong = error.problems.filter(({ code }) => code !== 'parameter_missing');
    const fields = wrong.map(({ name, code, message }) => ({ name, code, message }));
    if (missing.length > 0) {
      return {
        status_code: 'REQUIRED_FIELDS',
        status_msg: error.message,
        fields: missing.map(({ name }) => name),
        ...(fields.length > 0 && { invalid_fields: fields }),
      };
    }
    const unreadable = wrong.some(({ code }) => code === 'parameter_unreadable');
    return {
      status_code: unreadable ? 'JSON_VALIDATION' : 'INVALID_FIELDS',
      status_msg: error.message,
      fields,
    };
  }
  if (error instanceof StripeApiError) {
    const { type, code, decline_code, charge, message } = error.error;
    return {
      status_code: 'API_ERROR',
      status_msg: message,
      type,
      code,
      param: callersName(context.arguments, error.parameter, context.given),
      decline_code,
      charge,
      request_id: error.requestId,
      http_status: error.status,
      ...retryFields(error),
    };
  }
  const { correlationId: correlation_id } = context;
  return error instanceof StripeConnectionError
    ? {
        status_code: 'INTERNAL_PACKAGE_ERROR',
        status_msg: error.message,
        code: error.code,
        http_status: error.status,
        ...retryFields(error),
        correlation_id,
      }
    : {
        status_code: 'INTERNAL_PACKAGE_ERROR',
        status_msg: internalErrorMessage(correlation_id),
        code: 'internal_error',
        correlation_id,
      };
}
