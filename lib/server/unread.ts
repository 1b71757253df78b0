/**
 * Responds to requests that Node.js does not pass on, without overtaking a pending response on the same connection.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorReply } from './reply.ts';

/** A request whose response is not complete. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The response to a request that Node.js cannot parse. */
interface ErrorResponse {
  /** The status code and its reason phrase. */
  readonly line: string;
  readonly message: string;
}

/** The responses by Node.js's error codes. */
const UNREAD: Readonly<Record<string, ErrorResponse>> = {
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    message: 'The headers are larger than 16384 bytes.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: '408 Request Timeout',
    message: 'The request did not arrive in time.',
  },
};

const INVALID: ErrorResponse = { line: '400 Bad Request', message: 'The request is not valid HTTP.' };

/** The response to a request for a tunnel. */
const CONNECT: ErrorResponse = { line: '400 Bad Request', message: 'The request has no valid path.' };

/** Tracks the open requests on each connection of a server. */
export class Unread {
  readonly #open = new WeakMap<Duplex, Set<Exchange>>();
  /** Those that are rejected once earlier requests are answered. */
  readonly #waiting = new WeakSet<Duplex>();
  readonly #rejected = new WeakSet<Duplex>();
  readonly #refused = new WeakSet<IncomingMessage>();

  /** Tracks a request until its response is complete. */
  add(request: IncomingMessage, response: ServerResponse): void {
    if (this.#rejected.has(request.socket)) {
      this.#refused.add(request);
    }
    const exchanges = this.#open.get(request.socket) ?? new Set();
    const exchange = { request, response };
    this.#open.set(request.socket, exchanges.add(exchange));
    response.once('close', () => exchanges.delete(exchange));
  }

  /**
   * Checks whether a request was rejected, or gets no response because an earlier one was rejected. The rest of it may still
   * arrive, and must not be executed.
   */
  isRefused(request: IncomingMessage): boolean {
    return this.#refused.has(request);
  }

  /** Responds to a request that is invalid or too slow, and closes the connection. */
  reject({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
    if (code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    this.#answer(UNREAD[code] ?? INVALID, socket);
  }

  /** Responds to a request for a tunnel, and closes the connection. */
  rejectTunnel(socket: Duplex): void {
    // From here on, nothing else handles errors of the socket.
    socket.on('error', () => socket.destroy());
    this.#answer(CONNECT, socket);
  }

  /**
   * Waits for earlier requests on the connection: their callers would take this response for theirs, and believe that
   * nothing was done.
   */
  #answer(error: ErrorResponse, socket: Duplex): void {
    if (this.#waiting.has(socket)) {
      return;
    }
    const exchanges = [...(this.#open.get(socket) ?? [])];
    this.#rejected.add(socket);
    for (const { request } of exchanges.filter((one) => !one.request.complete)) {
      this.#refused.add(request);
    }
    const before = exchanges.findLast(({ request }) => !this.isRefused(request));
    if (before === undefined) {
      const isAnswered = exchanges.some(({ response }) => response.headersSent);
      write(error, socket, isAnswered);
      return;
    }
    this.#waiting.add(socket);
    before.response.once('close', () => {
      this.#waiting.delete(socket);
      this.#answer(error, socket);
    });
  }
}

/**
 * Writes the response.
 * @param isAnswered whether another response is already being written, so that nothing can be added
 */
function write({ line, message }: ErrorResponse, socket: Duplex, isAnswered: boolean): void {
  if (!socket.writable || isAnswered) {
    socket.destroy();
    return;
  }
  const { headers, body = '' } = errorReply(0, 'invalid_request_error', message);
  const lines = Object.entries({
    ...headers,
    'Content-Length': `${Buffer.byteLength(body)}`,
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${line}`, ...lines, '', body].join('\r\n'));
}
