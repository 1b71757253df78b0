/** Writes what functions answer, and what is answered without one. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a function answers with; what it has too little of, API Gateway takes for a failure. */
export interface Reply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Replies of these statuses have no body, and no header that says how long it is. */
const WITHOUT_BODY = new Set([204, 304]);

/**
 * Writes a reply; to HEAD without its body. Names of headers are written as the function spells them.
 * @throws {TypeError} when it is none: then nothing is written
 */
export function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { statusCode, headers, cookies = [], body = '', isBase64Encoded = false } = reply ?? {};
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599 || typeof body !== 'string') {
    throw new TypeError('The function answered with something that is no reply.');
  }
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies.length > 0 && { 'Set-Cookie': [...cookies] }),
    ...(!WITHOUT_BODY.has(statusCode) && { 'Content-Length': Buffer.byteLength(bytes) }),
  });
  response.end(request.method === 'HEAD' || WITHOUT_BODY.has(statusCode) ? undefined : bytes);
}

/** The types of Stripe's errors that the server itself answers with. */
type ErrorType = 'api_error' | 'invalid_request_error';

/** The reply to what no function answers, in the form of Stripe's errors. */
export function errorReply(
  statusCode: number,
  type: ErrorType,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    statusCode,
    headers: {
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify({ error: { type, message } }),
  };
}

/** What is said of requests that Node.js does not read, by its codes of errors. */
const UNREAD: Readonly<Record<string, readonly [line: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers have more than 16384 bytes.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};

/**
 * Answers what is no request of HTTP, or came too slowly, and closes the connection.
 * @param isAnswered whether a reply is being written already, to which nothing can be added
 */
export function rejectUnread(error: NodeJS.ErrnoException, socket: Duplex, isAnswered: boolean): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) {
    socket.destroy();
    return;
  }
  const [line, message] = UNREAD[error.code ?? ''] ?? ['400 Bad Request', 'The request is not valid HTTP.'];
  const { headers, body = '' } = errorReply(0, 'invalid_request_error', message, {
    'Content-Length': `${Buffer.byteLength(errorReply(0, 'invalid_request_error', message).body!)}`,
    Connection: 'close',
  });
  const lines = Object.entries(headers!).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${line}`, ...lines, '', body].join('\r\n'));
}
