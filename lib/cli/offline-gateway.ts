/**
 * Fixes problems of serverless-offline: it drops the bodies of GET requests, fails if the `Host` header is not a
 * valid host, returns HTTP 200 for failed invocations, and changes header names to lower case.
 *
 * serverless-offline loads this module as its custom authentication provider (see `serverless.yml`), because only
 * those can access its hapi server. It does not authenticate anyone.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERROR_CODES, type OwnErrorCode } from '#lib/http/errors.ts';
import { isHost, NO_HOST } from '#lib/http/public-url.ts';

/** The part of hapi's API that is used here. */
interface Server {
  /** The underlying Node.js server. There is only one, although hapi exposes several views of it. */
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

/** The maximum size of a body in bytes, as for other methods. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** The servers that are already fixed. */
const corrected = new WeakSet<object>();

/** Provides the authentication of a route. */
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
    // The parent process waits for this message.
    server.ext('onPostStart', () => process.send?.('listening'));
  }
  return { authenticate: (_: Request, toolkit: Toolkit) => toolkit.authenticated({ credentials: {} }) };
}

/**
 * Rejects a request whose `Host` header cannot be part of a URL, because serverless-offline builds one for the event.
 */
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
    return rejection(
      toolkit,
      'body_too_large',
      `The body has ${size} bytes. The maximum is ${LARGEST_BODY}.`,
    );
  }
  if (size > 0) {
    request.payload = Buffer.concat(chunks);
  }
  return toolkit.continue;
}

/** Converts a failed invocation to an error. serverless-offline would respond with 200 and a stack trace. */
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

/**
 * Capitalizes header names, which hapi sends in lower case: Stripe's PHP client only finds `Request-Id` with this
 * spelling.
 */
function spellHeaders({ raw: { res } }: Request, toolkit: Toolkit): symbol {
  const setHeader = res.setHeader.bind(res);
  res.setHeader = (name, value) =>
    setHeader(name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Www-/, 'WWW-'), value);
  return toolkit.continue;
}

/** Returns the error message of a failed invocation. A function's own responses have an ID in their headers. */
function failureIn({ headers, source }: Reply): string | undefined {
  if ('x-correlation-id' in headers || typeof source !== 'string' || !source.startsWith('{"errorMessage":')) {
    return undefined;
  }
  const { errorMessage, stackTrace } = JSON.parse(source) as { errorMessage: string; stackTrace?: unknown };
  return stackTrace === undefined ? undefined : errorMessage;
}

// serverless-offline loads this module with `require()` and calls its exports.
export { provideAuthentication as 'module.exports' };
