/** Answers what Node.js does not pass on as a request, and never in the place of a reply that is still to come. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorReply } from './reply.ts';

/** A request whose reply is not written yet. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What a caller is told whose request Node.js cannot read. */
interface Refusal {
  /** The status and its name. */
  readonly line: string;
  readonly message: string;
}

/** What is said of requests that Node.js does not read, by its codes of errors. */
const UNREAD: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    message: 'The headers are larger than 16384 bytes.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: '408 Request Timeout',
    message: 'The request did not arrive in time.',
  },
};

const INVALID: Refusal = { line: '400 Bad Request', message: 'The request is not valid HTTP.' };

/** What is said of a request for a tunnel. */
const CONNECT: Refusal = { line: '400 Bad Request', message: 'The request has no valid path.' };

/** The connections of a server, with the requests on them that are not answered yet. */
export class Unread {
  readonly #open = new WeakMap<Duplex, Set<Exchange>>();
  /** Those that are rejected once earlier requests are answered. */
  readonly #waiting = new WeakSet<Duplex>();
  readonly #rejected = new WeakSet<Duplex>();
  readonly #refused = new WeakSet<IncomingMessage>();

  /** Notes a request, until its reply is written. */
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
   * Whether the caller of a request was told that it was rejected, or gets no reply because an earlier one was. The rest
   * of it may arrive all the same; it must not be carried out.
   */
  isRefused(request: IncomingMessage): boolean {
    return this.#refused.has(request);
  }

  /** Answers what is not valid HTTP, or came too slowly, and closes the connection. */
  reject({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
    if (code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    this.#answer(UNREAD[code] ?? INVALID, socket);
  }

  /** Answers a request for a tunnel, and closes the connection. */
  rejectTunnel(socket: Duplex): void {
    // From here on, nobody else listens to it.
    socket.on('error', () => socket.destroy());
    this.#answer(CONNECT, socket);
  }

  /**
   * Requests that were sent before, on the same connection, are answered first: their callers would take this reply for
   * theirs, and believe that nothing was done.
   */
  #answer(refusal: Refusal, socket: Duplex): void {
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
      write(refusal, socket, isAnswered);
      return;
    }
    this.#waiting.add(socket);
    before.response.once('close', () => {
      this.#waiting.delete(socket);
      this.#answer(refusal, socket);
    });
  }
}

/** @param isAnswered whether a reply is being written already, to which nothing can be added */
function write({ line, message }: Refusal, socket: Duplex, isAnswered: boolean): void {
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
