/** Answers what no route takes: another address of an endpoint, or a path where there is none. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { GatewayEvent, HttpRequest } from '#lib/http/request.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import { asConnectError, isConnect } from '#lib/surfaces/block/connect.ts';
import { toConnectorErrorResponse } from '#lib/surfaces/connector/errors.ts';
import { preflightReply, restSettings } from '#lib/surfaces/rest/cors.ts';
import { REST_ROOT, toRestErrorResponse, unrecognized } from '#lib/surfaces/rest/errors.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';
import { nameAt, suggestionsFor, tidied } from './addresses.ts';
import { addressesIn, type Index } from './contents.ts';
import { readRootSettings, rootSettings } from './settings.ts';

/** Loads the module of an endpoint, by its surface and its name; there may be none. */
export type LoadEndpoint = (
  surface: string,
  name: string,
) => Promise<{ readonly handler: Handler } | undefined>;

/**
 * Makes the endpoint of the route `$default`. A call to another address of an endpoint is handed to that endpoint's own
 * handler, in this process: all functions are deployed with the same files, so nothing else is called or allowed.
 */
export function defaultRoute(index: Index, load: LoadEndpoint): Handler {
  const notFound = notFoundHandler(index);
  const handler = async (...[event, context]: Parameters<Handler>): Promise<HttpResponse> => {
    const path = pathOf(event);
    const served = path === undefined ? undefined : await servedAt(path, load);
    return served === undefined
      ? notFound(event, context)
      : served.handler(routedTo(served.path, event), context);
  };
  return Object.assign(handler, { endpoint: notFound.endpoint, siblingMethods: [] });
}

/** Finds the endpoint for which a path is another address. */
async function servedAt(
  path: string,
  load: LoadEndpoint,
): Promise<{ handler: Handler; path: string } | undefined> {
  const named = nameAt(path);
  const { SURFACES: chosen } = readRootSettings();
  if (named === undefined || chosen?.includes(named.surface) === false) {
    return undefined;
  }
  const handler = (await load(named.surface, named.name))?.handler;
  // Documents, which lie beside the endpoints, have other paths or are called by their own.
  return handler?.endpoint.operation !== undefined && handler.endpoint.path(named.name) === named.path
    ? { handler, path: named.path }
    : undefined;
}

function notFoundHandler({ read }: Index): Handler {
  return makeHandler(
    {
      surface: 'none',
      method: '*',
      path: () => '$default',
      description: 'Serves other addresses of endpoints, or says that there is no such endpoint.',
      arguments: [],
      otherOperations: [],
      settings: { ...restSettings, ...rootSettings },
    },
    {
      toErrorResponse: (error, context) => {
        const { request } = context;
        if (isBelow(REST_ROOT, request)) {
          return toRestErrorResponse(error, context);
        }
        if (isBelow('/connector/', request)) {
          return toConnectorErrorResponse(error, context);
        }
        const reply = toStripeErrorResponse(error, context);
        return isConnect(request) ? asConnectError(reply) : reply;
      },
    },
    async ({ request }) => {
      // A page can read the error only if the browser is told first that it may send the request.
      if (isBelow(REST_ROOT, request) && request.method === 'OPTIONS') {
        return preflightReply(request);
      }
      const { method, path } = request;
      const suggestions = suggestionsFor(addressesIn(await read()), method, path);
      const hint = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.join(' or ')}?`;
      if (isBelow(REST_ROOT, request)) {
        throw new HttpError('endpoint_unknown', unrecognized(request).message + hint);
      }
      throw new HttpError(
        'endpoint_unknown',
        `There is no endpoint ${method} ${path}.${hint} ${listOf(path)}`,
      );
    },
  );
}

const isBelow = (root: string, { path }: HttpRequest) => `${path}/`.startsWith(root);

const LISTS = {
  '/api/': 'GET /api/Stripe',
  '/connector/': 'GET /connector/apiDefinition.swagger.json',
  '/stripe/': 'GET /stripe/socket.yml',
};

/** Where the endpoints of the surface are listed that a path belongs to. */
function listOf(path: string): string {
  const list = Object.entries(LISTS).find(([root]) => path.startsWith(root))?.[1] ?? 'GET /';
  return `${list} lists the endpoints that there are.`;
}

/** The path of an event, where it has one: the event may not come from a gateway. */
function pathOf(event: GatewayEvent): string | undefined {
  const path: unknown = 'rawPath' in event ? event.rawPath : event.path;
  return typeof path === 'string' ? path : undefined;
}

/** The event as a gateway sends it to the endpoint; the path stays the caller's, without empty parts. */
function routedTo(route: string, event: GatewayEvent): GatewayEvent {
  return 'rawPath' in event
    ? {
        ...event,
        routeKey: `${event.requestContext.http.method} ${route}`,
        rawPath: tidied(event.rawPath),
        pathParameters: {},
      }
    : { ...event, resource: route, path: tidied(event.path), pathParameters: null };
}
