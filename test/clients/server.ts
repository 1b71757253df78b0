/**
 * Serves `/v1` over HTTP in a process of its own, from the sources of the functions or from what is built of them:
 * `node server.ts <folder>`. It routes as API Gateway does and sends events of format 2.0. It prints its address.
 */
import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/** What the server needs to know of a handler. */
interface Handler {
  (
    event: object,
  ): Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly isBase64Encoded?: boolean;
  }>;
  readonly endpoint: { readonly method: string; path(name: string): string };
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
}

const folder = resolve(process.argv[2]!);

const routes = await Promise.all([
  routeOf(await onlyFile(folder, 'not-found')),
  ...(await readdir(join(folder, 'rest'), { recursive: true }))
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => routeOf(join(folder, 'rest', name))),
]);

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`Serves http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

async function onlyFile(directory: string, name: string): Promise<string> {
  const [file] = (await readdir(directory)).filter((one) => one.replace(/\.\w+$/, '') === name);
  return join(directory, file!);
}

async function routeOf(file: string): Promise<Route> {
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
  return { method: handler.endpoint.method, path: handler.endpoint.path(''), handler };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const { pathname: path, search } = new URL(url, 'http://localhost');
  const { route, pathParameters } = routed(method, path);
  const reply = await route.handler({
    version: '2.0',
    routeKey: route.path === '$default' ? '$default' : `${method} ${route.path}`,
    rawPath: path,
    rawQueryString: search.slice(1),
    headers,
    pathParameters,
    requestContext: { http: { method, path } },
    body: (await buffer(request)).toString('base64'),
    isBase64Encoded: true,
  });
  response.writeHead(reply.statusCode, { ...reply.headers });
  response.end(Buffer.from(reply.body, reply.isBase64Encoded ? 'base64' : 'utf8'));
}

/** API Gateway prefers fixed parts of a path to parameters. */
function routed(method: string, path: string): { route: Route; pathParameters: Record<string, string> } {
  const [nearest] = routes
    .filter((route) => route.method === method)
    .map((route) => ({ route, pathParameters: match(route.path, path) }))
    .filter((one): one is { route: Route; pathParameters: Record<string, string> } => !!one.pathParameters)
    .sort((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length);
  return nearest ?? { route: routes[0]!, pathParameters: {} };
}

function match(template: string, path: string): Record<string, string> | undefined {
  const parts = template.split('/').map((part) => /^\{(\w+)\}$/.exec(part)?.[1] ?? { fixed: part });
  const values = path.split('/').map(decodeURIComponent);
  const fits =
    parts.length === values.length &&
    parts.every((part, index) =>
      typeof part === 'string' ? values[index] !== '' : part.fixed === values[index],
    );
  return fits
    ? Object.fromEntries(
        parts.flatMap((part, index) => (typeof part === 'string' ? [[part, values[index]!]] : [])),
      )
    : undefined;
}
