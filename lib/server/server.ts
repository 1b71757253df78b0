/** A plain HTTP server for the functions: request → event → function → response, like API Gateway. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { logCall } from '#lib/endpoint/log.ts';
import type { Route } from '#lib/endpoint/routes.ts';
import { isHost, NO_HOST } from '#lib/http/public-url.ts';
import { Bodies, LARGEST_BODY, type NoBody } from './body.ts';
import { type Call, callerOf, type Load, TimeoutError } from './call.ts';
import { eventOf } from './event.ts';
import { errorReply, type Reply, writeReply } from './reply.ts';
import { type Router, routerOf } from './router.ts';
import { Unread } from './unread.ts';

/** The health check, which calls no function. No route may have this path. */
export const HEALTH = '/health';

/** The maximum duration of a function, in milliseconds, as in `serverless.yml`. */
export const FUNCTION_TIMEOUT = 29_000;

/** The options of a server. */
export interface ServerOptions {
  readonly routes: readonly Route[];
  readonly load: Load;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The maximum duration of a function, in milliseconds. Default: {@link FUNCTION_TIMEOUT}. */
  readonly timeout?: number;
  /** The maximum time to receive a request, in milliseconds; half of it for the headers. Default: 30 seconds. */
  readonly requestTimeout?: number;
}

/** A running server. */
export interface RunningServer {
  /** The URL that this machine can reach it at. */
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting connections and waits for the calls in flight.
   * @param grace how long to wait, in milliseconds. Default: the maximum duration of a function
   */
  close(grace?: number): Promise<void>;
}

/**
 * Load balancers keep connections open for up to a minute. The server closes them later, so it never cuts one off.
 */
const KEEP_ALIVE = 65_000;

/**
 * Starts the server.
 * @throws {Error} with the code EADDRINUSE if the port is in use, or if a route has the path {@link HEALTH}
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { routes, load, host, port, timeout = FUNCTION_TIMEOUT, requestTimeout = 30_000 } = options;
  if (routes.some(({ path }) => path === HEALTH)) {
    throw new Error(`${HEALTH} is the server's own; no endpoint can be there.`);
  }
  const unread = new Unread();
  const gateway = new Gateway(routerOf(routes), callerOf(load, timeout), unread);
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: requestTimeout / 2,
    requestTimeout,
    connectionsCheckingInterval: Math.min(1_000, requestTimeout / 4),
    joinDuplicateHeaders: true,
    // Node.js would answer without saying what is wrong.
    requireHostHeader: false,
  });
  // The total size of headers is limited; Node.js would silently drop headers above a number.
  server.maxHeadersCount = 0;
  // A client that does not read its response must not keep it in memory forever.
  server.setTimeout(timeout + requestTimeout);
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    unread.add(request, response);
    gateway.serve(request, response);
  };
  server.on('request', serve);
  // A server may ignore an expectation that it does not know; Node.js would answer without saying what is wrong.
  server.on('checkExpectation', serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => unread.reject(error, socket));
  server.on('connect', (_, socket) => unread.rejectTunnel(socket));
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: urlOf(host, address.port),
    port: address.port,
    close: (grace = timeout) => {
      gateway.isClosing = true;
      return close(server, connections, grace);
    },
  };
}

/** Returns the URL of a server. A server that listens on all addresses is reachable at the loopback address. */
function urlOf(host: string, port: number): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

async function close(server: Server, connections: ReadonlySet<Socket>, grace: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // To Node.js, a connection without any request is not idle.
  for (const socket of connections) {
    if (socket.bytesRead === 0) {
      socket.destroy();
    }
  }
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearTimeout(timer);
}

/** Handles requests like a gateway. */
class Gateway {
  /** Whether to close connections after the response. */
  isClosing = false;
  readonly #route: Router;
  readonly #call: Call;
  readonly #unread: Unread;
  readonly #bodies = new Bodies();

  constructor(route: Router, call: Call, unread: Unread) {
    this.#route = route;
    this.#call = call;
    this.#unread = unread;
  }

  /** Handles a request. */
  serve(request: IncomingMessage, response: ServerResponse): void {
    this.#serve(request, response).catch((error) => {
      // The response could not be written, so the caller gets none.
      report(request, { status: 502, requestId: randomUUID(), started: performance.now(), error });
      response.destroy();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reading = this.#bodies.read(request);
    const body = Buffer.isBuffer(reading) ? reading : await reading;
    if (body === 'gone') {
      return;
    }
    if (this.isClosing) {
      response.shouldKeepAlive = false;
    }
    const isRefused = this.#unread.isRefused(request);
    if (typeof body === 'string') {
      if (!isRefused) {
        writeReply(request, response, withoutBody(body));
      }
      return;
    }
    try {
      if (!isRefused) {
        await this.#answer(request, response, body);
      }
    } finally {
      this.#bodies.release(body);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const target = targetOf(request.url!);
    if (target === undefined || !hasHost(request)) {
      const message = target === undefined ? 'The request has no valid path.' : NO_HOST;
      writeReply(request, response, errorReply(400, 'invalid_request_error', message));
      return;
    }
    if (target.path === HEALTH) {
      writeReply(request, response, this.#health(request.method!));
      return;
    }
    const requestId = randomUUID();
    const started = performance.now();
    const match = this.#route(request.method!, target.path);
    try {
      const reply = await this.#call(
        match.route,
        eventOf({ ...match, ...target, request, body, requestId }),
        requestId,
      );
      if (this.isClosing) {
        response.shouldKeepAlive = false;
      }
      writeReply(request, response, reply);
    } catch (error) {
      const failure = failed(error, requestId);
      report(request, { status: failure.statusCode, requestId, started, error, path: match.route.path });
      writeReply(request, response, failure);
    }
  }

  #health(method: string): Reply {
    if (method !== 'GET' && method !== 'HEAD') {
      const message = `${HEALTH} only supports GET, not ${method}.`;
      return errorReply(405, 'invalid_request_error', message, { Allow: 'GET, HEAD' });
    }
    const [status, text] = this.isClosing ? [503, 'stopping'] : [200, 'ok'];
    const { headers } = errorReply(status, 'api_error', '');
    return { statusCode: status, headers: headers!, body: JSON.stringify({ status: text }) };
  }
}

/** Checks whether a request has a host, or does not need one. */
function hasHost({ headers: { host }, httpVersion }: IncomingMessage): boolean {
  return host === undefined ? httpVersion !== '1.1' : host === '' || isHost(host);
}

/** Returns the path and the query of a request. Proxies may send the absolute URL instead. */
function targetOf(url: string): { path: string; query: string } | undefined {
  const written = url.startsWith('/') ? url : /^https?:\/\/[^/?]+(\/.*)$/i.exec(url)?.[1];
  if (written === undefined) {
    return undefined;
  }
  const mark = written.indexOf('?');
  return mark === -1
    ? { path: written, query: '' }
    : { path: written.slice(0, mark), query: written.slice(mark + 1) };
}

function withoutBody(why: Exclude<NoBody, 'gone'>): Reply {
  return why === 'large'
    ? errorReply(413, 'invalid_request_error', `The body is larger than ${LARGEST_BODY} bytes.`)
    : errorReply(503, 'api_error', 'Too many large requests are being read. Retry later.', {
        'Retry-After': '1',
      });
}

/** Returns the response for a function that failed. */
function failed(error: unknown, requestId: string): Reply {
  const [status, message] =
    error instanceof TimeoutError
      ? [504, 'The function timed out. The call may have succeeded.']
      : [502, `The function failed. Search the log for ${requestId}.`];
  return errorReply(status, 'api_error', message, { 'X-Correlation-Id': requestId });
}

/** The log record of a call that no function answered. Functions log their own calls. */
interface Failure {
  readonly status: number;
  readonly requestId: string;
  /** The start of the call, by `performance.now()`. */
  readonly started: number;
  readonly error: unknown;
  /** The path of the route. */
  readonly path?: string;
}

function report(
  { method }: IncomingMessage,
  { status, requestId, started, error, path = '' }: Failure,
): void {
  logCall(true, () => ({
    surface: 'server',
    endpoint: `${method} ${path}`.trimEnd(),
    status,
    duration_ms: Math.round(performance.now() - started),
    correlation_id: requestId,
    failure: error instanceof TimeoutError ? 'timeout' : 'defect',
    error: textOf(error),
  }));
}

function textOf(error: unknown): string {
  if (error instanceof TimeoutError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
