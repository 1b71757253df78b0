/** Calls functions. Each is loaded on its first call and has the same timeout as on AWS Lambda. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import type { Reply } from './reply.ts';

/** Imports the function in a route's file. */
export type Load = (file: string) => Promise<{ readonly handler: Handler }>;

/** Calls the function of a route. */
export type Call = (route: Route, event: APIGatewayProxyEventV2, requestId: string) => Promise<Reply>;

/** The function timed out. It keeps running. */
export class TimeoutError extends Error {}

/**
 * Creates a caller of functions.
 * @param timeout the maximum duration of a call, in milliseconds
 */
export function callerOf(load: Load, timeout: number): Call {
  const loaded = new Map<Route, Promise<Handler>>();
  const handlerOf = (route: Route) => {
    let handler = loaded.get(route);
    if (handler === undefined) {
      handler = loadHandler(load, route);
      loaded.set(route, handler);
      handler.catch(() => loaded.delete(route));
    }
    return handler;
  };
  return async (route, event, requestId) => {
    const ends = Date.now() + timeout;
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => ends - Date.now() } as Context;
    const handler = await handlerOf(route);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const timer = setTimeout(
      () => reject(new TimeoutError(`The function timed out after ${timeout} ms.`)),
      ends - Date.now(),
    );
    // Treats a handler that throws synchronously like one that rejects.
    (async () => handler(event, context))().then(resolve, reject);
    return promise.finally(() => clearTimeout(timer));
  };
}

/**
 * Loads a handler. On AWS, the environment of a function lists the methods of the other functions at its path; here,
 * its route does.
 */
async function loadHandler(load: Load, { file, siblingMethods }: Route): Promise<Handler> {
  const { handler } = await load(file);
  handler.siblingMethods = siblingMethods;
  return handler;
}
