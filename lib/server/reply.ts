/** Writes the responses of functions and of the server itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The response of a function. API Gateway treats an incomplete one as a failure. */
export interface Reply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** The statuses whose responses have no body and no `Content-Length`. */
const WITHOUT_BODY = new Set([204, 304]);

/**
 * Writes a response, without its body if the request is HEAD. Header names keep the function's spelling.
 * @throws {TypeError} if it is not a valid response; then nothing is written
 */
export function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { statusCode, headers, cookies = [], body = '', isBase64Encoded = false } = reply ?? {};
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599 || typeof body !== 'string') {
    throw new TypeError('The function returned an invalid response.');
  }
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies.length > 0 && { 'Set-Cookie': [...cookies] }),
    ...(!WITHOUT_BODY.has(statusCode) && { 'Content-Length': Buffer.byteLength(bytes) }),
  });
  response.end(request.method === 'HEAD' || WITHOUT_BODY.has(statusCode) ? undefined : bytes);
}

/** The types of the errors that the server itself returns. */
type ErrorType = 'api_error' | 'invalid_request_error';

/** Creates an error response of the server itself, in Stripe's format. */
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
