/**
 * Corrects serverless-offline where it loses what was sent or hides what went wrong. It drops the bodies of GET requests,
 * it fails where the header `Host` names no host, it answers failed invocations with HTTP 200, and it writes the names
 * of headers in lower case.
 *
 * serverless-offline loads this module as its custom authentication provider (see `serverless.yml`), because it hands out
 * its HTTP server, of hapi, nowhere else. Nobody is authenticated here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERROR_CODES, type OwnErrorCode } from '#lib/http/errors.ts';
import { isHost, NO_HOST } from '#lib/http/public-url.ts';

/** What is used of hapi. */
interface Server {
  /** The server of Node.js below, of which there is one: hapi hands out several views of itself. */
  readonly listener: object;
  ext(event: 'onPreAuth' | 'onPreResponse', method: (request: Request, toolkit: Toolkit) => unknown): void;
  ext(event: 'onPostStart', method: () => void): void;
}
interface Request {
  readonly method: string;
  readonly raw: { readonly req: IncomingMessage; readonly res: ServerResponse };
  payload: unknown;
  readonly response: Reply;
}
interface Reply {
  statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  source: unknown;
}
interface Toolkit {
  readonly continue: symbol;
  authenticated(result: { readonly credentials: object }): unknown;
  response(value: object): { code(status: number): { takeover(): unknown } };
}

/** The largest body that the gateway takes, in bytes, as for other methods. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** The servers that are corrected already. */
const corrected = new WeakSet<object>();

/** Gives the authentication of one route. */
function provideAuthentication(_endpoint: unknown, functionKey: string, method: string, path: string) {
  const name = `${functionKey} ${method} ${path}`;
  return { name, scheme: name, getAuthenticateFunction: admitAll };
}

function admitAll(server: Server) {
  if (!corrected.has(server.listener)) {
    corrected.add(server.listener);
    server.ext('onPreAuth', rejectHost);
    server.ext('onPreAuth', readBody);
    server.ext('onPreResponse', failTruthfully);
    server.ext('onPreResponse', spellHeaders);
    // Whoever started the process waits for this.
    server.ext('onPostStart', () => process.send?.('listening'));
  }
  return { authenticate: (_: Request, toolkit: Toolkit) => toolkit.authenticated({ credentials: {} }) };
}

/** Rejects a request whose header `Host` cannot be part of a URL, which is made of it for the event. */
function rejectHost(request: Request, toolkit: Toolkit): unknown {
  const { host = '' } = request.raw.req.headers;
  return host === '' || isHost(host) ? toolkit.continue : rejection(toolkit, 'header_invalid', NO_HOST);
}

function rejection(toolkit: Toolkit, code: OwnErrorCode, message: string): unknown {
  return toolkit
    .response({ error: { type: 'invalid_request_error', message, code } })
    .code(ERROR_CODES[code].status)
    .takeover();
}

/** Reads the body of a GET or HEAD request, which hapi ignores. */
async function readBody(request: Request, toolkit: Toolkit): Promise<unknown> {
  if (request.method !== 'get' && request.method !== 'head') {
    return toolkit.continue;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) {
      chunks.push(chunk);
    }
  }
  if (size > LARGEST_BODY) {
    return rejection(toolkit, 'body_too_large', `The body has ${size} bytes; the limit is ${LARGEST_BODY}.`);
  }
  if (size > 0) {
    request.payload = Buffer.concat(chunks);
  }
  return toolkit.continue;
}

/** Turns a failed invocation, which would be told to the caller as a success with a stack trace, into a failure. */
function failTruthfully({ response }: Request, toolkit: Toolkit): symbol {
  const failure = response.statusCode === 200 ? failureIn(response) : undefined;
  if (failure !== undefined) {
    const timedOut = failure.startsWith('[504]');
    const message = timedOut
      ? 'The function did not respond in time. The call may have succeeded.'
      : 'The function failed. The server printed the reason.';
    response.statusCode = timedOut ? 504 : 502;
    response.source = JSON.stringify({ error: { type: 'api_error', message } });
  }
  return toolkit.continue;
}

/** Capitalizes header names, which hapi writes in lower case: Stripe's client for PHP finds `Request-Id` by this name only. */
function spellHeaders({ raw: { res } }: Request, toolkit: Toolkit): symbol {
  const setHeader = res.setHeader.bind(res);
  res.setHeader = (name, value) =>
    setHeader(name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Www-/, 'WWW-'), value);
  return toolkit.continue;
}

/** The message of an invocation's error; a function's own replies have an id in their headers. */
function failureIn({ headers, source }: Reply): string | undefined {
  if ('x-correlation-id' in headers || typeof source !== 'string' || !source.startsWith('{"errorMessage":')) {
    return undefined;
  }
  const { errorMessage, stackTrace } = JSON.parse(source) as { errorMessage: string; stackTrace?: unknown };
  return stackTrace === undefined ? undefined : errorMessage;
}

// serverless-offline loads this with `require()`, and calls what it gets.
export { provideAuthentication as 'module.exports' };
