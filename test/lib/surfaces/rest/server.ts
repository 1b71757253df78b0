/** The functions behind a plain HTTP server: routed as API Gateway does, without a gateway. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { GatewayEvent } from '#lib/http/request.ts';

/** Serves the catalogue while a file's tests run. */
export function testApi(): { readonly url: string } {
  let url: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ url, close } = await serve(await readCatalogue()));
  });
  afterAll(() => close());
  return {
    get url() {
      return url;
    },
  };
}

async function serve(catalogue: readonly Entry[]): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(catalogue, request, response).catch((error) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  catalogue: readonly Entry[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const { entry, pathParameters } = routed(catalogue, method, path);
  const body = await buffer(request);
  const event = {
    version: '2.0',
    routeKey: `${method} ${entry.path}`,
    rawPath: path,
    rawQueryString: question < 0 ? '' : url.slice(question + 1),
    headers,
    pathParameters,
    requestContext: { http: { method, path }, requestId: 'request-1' },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
  const reply = await entry.handler(event as unknown as GatewayEvent);
  const content = Buffer.from(reply.body, reply.isBase64Encoded ? 'base64' : 'utf8');
  const length = reply.statusCode === 204 ? {} : { 'content-length': content.byteLength };
  response.writeHead(reply.statusCode, { ...reply.headers, ...length });
  response.end(content);
}

/** Fixed paths come first, and the method that is asked for; other methods go to the function that answers to most. */
function routed(catalogue: readonly Entry[], method: string, path: string) {
  const matches = catalogue
    .map((entry) => ({ entry, pathParameters: match(entry.path, path) }))
    .filter((one): one is { entry: Entry; pathParameters: Record<string, string> } => !!one.pathParameters)
    .sort((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length);
  const others = ({ entry }: { entry: Entry }) => entry.endpoint.otherMethods?.length ?? 0;
  const nearest = matches
    .filter(({ entry }) => entry.path === matches[0]?.entry.path)
    .sort((a, b) => others(b) - others(a));
  return (
    nearest.find(({ entry }) => entry.method === method) ??
    nearest[0] ?? { entry: catalogue.find((entry) => entry.path === '$default')!, pathParameters: {} }
  );
}

function match(template: string, path: string): Record<string, string> | undefined {
  const [parts, values] = [template.split('/'), path.split('/')];
  const found: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = values[index];
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (value === undefined || value === '' ? part !== value : name === undefined && part !== value) {
      return undefined;
    }
    if (name !== undefined) {
      found[name] = decodeURIComponent(value!);
    }
  }
  return parts.length === values.length ? found : undefined;
}
