/** Handles every call: reads the event, formats errors, writes one log line, and enforces the deadline. */
import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { type GatewayEvent, readRequest } from '#lib/http/request.ts';
import { type HttpResponse, jsonResponse } from '#lib/http/response.ts';
import type { CallContext, Endpoint, Handler, Surface } from './endpoint.ts';
import { internalErrorMessage } from './errors.ts';
import { logOutcome } from './log-outcome.ts';
import { credentialsIn, maskFailure, maskReply } from './masked-reply.ts';
import { allowedAt, isTaken, withHead } from './methods.ts';
import { deadlineOf, REPLY_TIME } from './request-options.ts';
import { secretsIn } from './secrets.ts';

/** Creates the handler that runs the steps of a call, formats errors and logs the result. */
export function makeHandler(
  declared: Endpoint,
  surface: Pick<Surface, 'toErrorResponse'>,
  steps: (state: CallContext, context: Context | undefined) => Promise<HttpResponse> | HttpResponse,
): Handler {
  const about = withHead(declared);
  // Calls have their own deadline, which is earlier than middy's.
  const handler = middy({ timeoutEarlyInMillis: 0 })
    .before((request) => {
      const event = request.event as GatewayEvent;
      const state = newState(about, request.context);
      // From here on, the event is the call's context.
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
      request.response = tell(state, request.error);
    });

  function tell(state: CallContext, error: unknown): HttpResponse {
    try {
      return finish(state, surface.toErrorResponse(error, state), error);
    } catch (defect) {
      return finish(state, lastResort(state), defect instanceof Error ? defect : new Error(String(defect)));
    }
  }

  function finish(state: CallContext, reply: HttpResponse, error?: unknown): HttpResponse {
    logOutcome(state, {
      surface: about.surface,
      // Without an endpoint, the path is arbitrary text from the caller.
      endpoint: () =>
        `${state.request.method} ${about.method === '*' ? about.path('') : maskFailure(state.request.route, state)}`.trim(),
      replied: reply.statusCode,
      error,
    });
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

/** The response if a surface fails to format an error. */
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

/** The context before the event is read, which can fail if the event does not come from a gateway. */
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
    stripeUsage: { requests: 0, milliseconds: 0 },
  };
}

// A setting that is wrong ends a function when it starts, not when it is called.
readConfig();

/** Set in a deployed function, which is the only one in its process; see {@link Handler.siblingMethods}. */
const SIBLING_METHODS = process.env['SIBLING_METHODS']?.split(',') ?? [];

/**
 * Ends a call at its deadline, before the function is stopped. Only functions with their own role need this, because
 * they wait for a table or for token keys. Calls to Stripe end at the deadline by themselves.
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
