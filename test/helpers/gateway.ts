/** Serves all functions in this process over HTTP, with the routes and events of an API Gateway HTTP API. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { GatewayEvent } from '#lib/http/request.ts';

/** The functions, served over HTTP. */
export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
}

/** Starts the server on a free port. As on AWS, no route matches a path with a trailing slash. */
export async function startGateway(): Promise<Gateway> {
  const routes: Route[] = await readCatalogue();
  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const { route, pathParameters } = routed(routes, method, path);
  const body = await buffer(request);
  const reply = await route.handler({
    version: '2.0',
    routeKey: route.path === '$default' ? '$default' : `${method} ${route.path}`,
    rawPath: path,
    rawQueryString: query,
    headers,
    pathParameters,
    requestContext: { http: { method, path } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  } as unknown as GatewayEvent);
  response.writeHead(reply.statusCode, { ...reply.headers });
  response.end(Buffer.from(reply.body, reply.isBase64Encoded ? 'base64' : 'utf8'));
}

/**
 * Finds the route. Paths without parameters take precedence, then the right method. If no method matches, the first
 * function handles the request.
 */
function routed(routes: readonly Route[], method: string, path: string) {
  const found = routes
    .map((route) => ({ route, pathParameters: match(route.path, path) }))
    .filter(({ pathParameters }) => pathParameters !== undefined)
    .sort((a, b) => rank(a.route, method) - rank(b.route, method));
  return found[0] ?? { route: routes.find((route) => route.path === '$default')!, pathParameters: {} };
}

function rank(route: Route, method: string): number {
  return (route.path.includes('{') ? 2 : 0) + (route.method === method ? 0 : 1);
}

function match(template: string, path: string): Record<string, string> | undefined {
  const parts = template.split('/');
  const values = path.split('/');
  const fits =
    parts.length === values.length &&
    parts.every((part, index) => (part.startsWith('{') ? values[index] !== '' : part === values[index]));
  const pairs = parts.map((part, index) => [part, decodeURIComponent(values[index] ?? '')] as const);
  return fits
    ? Object.fromEntries(
        pairs.filter(([part]) => part.startsWith('{')).map(([part, value]) => [part.slice(1, -1), value]),
      )
    : undefined;
}
