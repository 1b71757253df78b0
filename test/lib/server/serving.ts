/** A server before functions that a test makes up, and requests as they are. */
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { type RunningServer, type ServerOptions, startServer } from '#lib/server/server.ts';

/** What a test has in the place of a function. */
export type Answer = (event: APIGatewayProxyEventV2, context: Context) => unknown;

/** Starts a server before functions, by their routes, e.g. `* /echo`; what nothing else takes, the first one does. */
export function startServing(
  functions: Readonly<Record<string, Answer>>,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> {
  const names = Object.keys(functions);
  const routes = [...names, '* $default'].map((name) => {
    const [method, path] = name.split(' ') as [string, string];
    return { method, path, file: name in functions ? name : names[0]!, siblingMethods: [] };
  });
  return startServer({
    routes,
    load: async (file) => ({ handler: functions[file] as unknown as Handler }),
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
}

/** Starts one for the tests of a file or of a `describe`. */
export function serving(
  functions: Readonly<Record<string, Answer>>,
  options: Partial<ServerOptions> = {},
): { readonly url: string; readonly port: number } {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServing(functions, options);
  });
  afterAll(() => server.close(0));
  return {
    get url() {
      return server.url;
    },
    get port() {
      return server.port;
    },
  };
}

/** What came back. */
export interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  /** Names as they were written, and values, in turns. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
  json(): any;
}

/** Sends a request as it is: `fetch` sends no body with GET, and no header more than once. */
export async function send(
  port: number,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders | readonly string[] = {},
  body?: string | Buffer,
): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request({ host: '127.0.0.1', port, method, path, headers: headers as OutgoingHttpHeaders, agent: false })
    .on('response', resolve)
    .on('error', reject)
    .end(body);
  const response = await promise;
  const bytes = await buffer(response);
  return {
    status: response.statusCode,
    headers: response.headers,
    rawHeaders: response.rawHeaders,
    body: bytes,
    json: () => JSON.parse(bytes.toString()),
  };
}
