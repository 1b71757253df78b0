/** What happens around every call: its event is read, its errors are told, one line is logged, it ends in time. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { type GatewayEvent, readRequest } from '#lib/http/request.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { CallContext, Endpoint, Handler, Surface } from './endpoint.ts';
import { ArgumentError, internalErrorMessage } from './errors.ts';
import { logger } from './log.ts';
import { credentialsIn, maskFailure, maskReply } from './masked-reply.ts';
import { allowedAt, isTaken, withHead } from './methods.ts';
import { deadlineOf, REPLY_TIME } from './request-options.ts';
import { secretsIn } from './secrets.ts';

/** Runs the steps of a call with the surface's replies to errors and a line in the log around them. */
export function makeHandler(
  declared: Endpoint,
  surface: Pick<Surface, 'toErrorResponse'>,
  steps: (state: CallContext, context: Context | undefined) => Promise<HttpResponse> | HttpResponse,
): Handler {
  const about = withHead(declared);
  // A call ends by its own deadline, which is earlier than middy's.
  const handler = middy({ timeoutEarlyInMillis: 0 })
    .before((request) => {
      const event = request.event as GatewayEvent;
      const state = newState(about, request.context);
      // From here on, what is known of the call is the event.
      request.event = state;
      state.request = readRequest(event);
      state.credentials = credentialsIn(state.request);
      if (Object.keys(state.request.pathParameters).length > 0) {
        state.secrets = secretsIn(about.arguments, state.request.pathParameters, {});
      }
      const { method, path } = state.request;
      if (!isTaken(about, method)) {
        const supported = [about.method, ...made.siblingMethods].join(' or ');
        throw new HttpError('method_not_allowed', `${path} supports ${supported}, not ${method}.`, {
          Allow: allowedAt(about, made.siblingMethods),
        });
      }
    })
    .handler((state, context) =>
      about.role === undefined
        ? steps(state as CallContext, context)
        : inTime(context, async () => steps(state as CallContext, context)),
    )
    .after(({ event, response }) => finish(event as CallContext, response as HttpResponse))
    .onError((request) => {
      const state = request.event as CallContext;
      const error: unknown = request.error;
      if (error instanceof StripeApiError) {
        state.stripeRequestId = error.requestId;
      }
      if (error instanceof StripeConnectionError) {
        state.stripeRequestId = error.headers['request-id'];
      }
      request.response = tell(state, error);
    });

  function tell(state: CallContext, error: unknown): HttpResponse {
    try {
      return finish(state, surface.toErrorResponse(error, state), error);
    } catch (defect) {
      return finish(state, lastResort(state), defect instanceof Error ? defect : new Error(String(defect)));
    }
  }

  function finish(state: CallContext, reply: HttpResponse, error?: unknown): HttpResponse {
    const defect = defectBehind(reply, error);
    log(reply.statusCode >= 500 || defect !== undefined, () => ({
      surface: about.surface,
      // Where there is no endpoint, the path is whatever the caller wrote.
      endpoint: `${state.request.method} ${about.method === '*' ? about.path('') : maskFailure(state.request.route, state)}`,
      status: reply.statusCode,
      duration_ms: Math.round(performance.now() - state.started),
      stripe_request_id: state.stripeRequestId,
      upstream: error instanceof StripeConnectionError ? error.reason : undefined,
      correlation_id: state.correlationId,
      query: state.query,
      defect: defect === undefined ? undefined : maskFailure(defect.stack ?? String(defect), state),
    }));
    const headers: Record<string, string> = { ...reply.headers, 'X-Correlation-Id': state.correlationId };
    if (state.request.method === 'OPTIONS' && about.method !== '*') {
      headers['Allow'] = allowedAt(about, made.siblingMethods);
    }
    return maskReply({ ...reply, headers }, state, error !== undefined);
  }

  const made: Handler = Object.assign(handler as unknown as Handler, {
    endpoint: about,
    siblingMethods: SIBLING_METHODS,
  });
  return made;
}

/** What of an error is for the log alone: a defect of ours, or what keeps us from serving anyone. */
function defectBehind({ statusCode }: HttpResponse, error: unknown): Error | undefined {
  // A surface that tells of errors in an envelope answers 200 to all of them.
  if (statusCode < 300) {
    return error instanceof Error && !FORESEEN.some((kind) => error instanceof kind) ? error : undefined;
  }
  if (
    statusCode < 500 ||
    !(error instanceof Error) ||
    error instanceof StripeApiError ||
    error instanceof StripeConnectionError
  ) {
    return undefined;
  }
  const behind = error instanceof HttpError ? error.cause : error;
  return behind instanceof Error && (statusCode === 500 || behind !== error) ? behind : undefined;
}

/** The reply where a surface fails to make its own. */
function lastResort({ correlationId }: CallContext): HttpResponse {
  return jsonResponse(500, {
    error: {
      type: 'api_error',
      code: 'internal_error',
      message: internalErrorMessage(correlationId),
      correlation_id: correlationId,
    },
  });
}

const EMPTY = Buffer.alloc(0);

/** What is known before the event was read, which may fail when it does not come from a gateway. */
function newState(about: Endpoint, context: Context): CallContext {
  const request = {
    method: '',
    path: '',
    publicPath: '',
    route: '',
    pathParameters: {},
    headers: {},
    query: '',
    body: EMPTY,
  };
  return {
    request,
    started: performance.now(),
    correlationId: context.awsRequestId ?? randomUUID(),
    arguments: about.arguments,
    given: {},
    unknown: [],
    credentials: [],
    secrets: [],
    surfaceData: undefined,
  };
}

const log = logger(readConfig().LOG_LEVEL);

/** Of a deployed function, which is the only one of its process; see {@link Handler.siblingMethods}. */
const SIBLING_METHODS = process.env['SIBLING_METHODS']?.split(',') ?? [];

/** What can go wrong without a defect of ours. */
const FORESEEN = [ArgumentError, StripeApiError, StripeConnectionError];

/**
 * Ends a call that waits for something else than Stripe (a table, the keys of tokens), which only a function with a role
 * of its own does, before the function is stopped: calls of Stripe end by themselves at the deadline.
 */
function inTime<T>(context: Context, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const left = deadlineOf(context) + REPLY_TIME / 2 - Date.now();
    const timer = setTimeout(() => {
      const cause = new Error('The call was not finished by its deadline.');
      reject(new HttpError('call_timeout', 'The call took too long. It is safe to retry.', {}, cause));
    }, left);
    work()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
