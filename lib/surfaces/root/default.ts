/** Handles requests that match no route: an alternative path of an endpoint, or an unknown path. */
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

/** Loads the module of an endpoint by its surface and name; undefined if there is none. */
export type LoadEndpoint = (
  surface: string,
  name: string,
) => Promise<{ readonly handler: Handler } | undefined>;

/**
 * Creates the endpoint of the route `$default`. It passes requests for an alternative path to the endpoint's own
 * handler in this process. All functions contain the same files, so this needs no other call and no permission.
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

/** Finds the endpoint that a path is an alternative for. */
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
  // Documents are in the same folders, but have other paths or only one path.
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
      description: 'Serves alternative paths of endpoints, and suggests endpoints for unknown paths.',
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
      // A browser only sends the request, and shows the error to the page, after a successful preflight.
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

/** Says where the endpoints of the path's surface are listed. */
function listOf(path: string): string {
  const list = Object.entries(LISTS).find(([root]) => path.startsWith(root))?.[1] ?? 'GET /';
  return `${list} lists the available endpoints.`;
}

/** Returns the path of an event; undefined if the event is not from a gateway. */
function pathOf(event: GatewayEvent): string | undefined {
  const path: unknown = 'rawPath' in event ? event.rawPath : event.path;
  return typeof path === 'string' ? path : undefined;
}

/**
 * Returns the event as a gateway would send it to the endpoint. It keeps the caller's path, without empty segments.
 */
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
