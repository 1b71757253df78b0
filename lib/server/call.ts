/** Calls functions: each is loaded when it is first called, and has the time that AWS Lambda gives it. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import type { Reply } from './reply.ts';

/** Imports a function, by the file that its route names. */
export type Load = (file: string) => Promise<{ readonly handler: Handler }>;

/** Calls the function of a route. */
export type Call = (route: Route, event: APIGatewayProxyEventV2, requestId: string) => Promise<Reply>;

/** The function did not answer in time; what it does goes on. */
export class TimeoutError extends Error {}

/**
 * Makes what calls functions.
 * @param timeout how long a function may take, in milliseconds
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
      () => reject(new TimeoutError(`The function did not answer within ${timeout} ms.`)),
      ends - Date.now(),
    );
    // A handler that throws at once is one that fails.
    (async () => handler(event, context))().then(resolve, reject);
    return promise.finally(() => clearTimeout(timer));
  };
}

/** On AWS, a function knows from its environment which methods others at its path take; here, from its route. */
async function loadHandler(load: Load, { file, siblingMethods }: Route): Promise<Handler> {
  const { handler } = await load(file);
  handler.siblingMethods = siblingMethods;
  return handler;
}
