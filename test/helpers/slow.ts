/** A server that does not respond in time: it is silent, stalls, or trickles. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { ofTheTests } from './recording.ts';

/** How a response fails to arrive. Each calls back when it has sent as much of the response as it is going to. */
export const MANNERS = {
  'says nothing': (_: ServerResponse, sent: () => void) => sent(),
  'stalls after its headers': (response: ServerResponse, sent: () => void) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id": ', () => sent());
  },
  'sends a byte now and then': (response: ServerResponse, sent: () => void) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    let bytes = 0;
    const trickle = setInterval(() => {
      bytes += 1;
      response.write(' ', bytes === 3 ? () => sent() : undefined);
    }, 5);
    response.on('close', () => clearInterval(trickle));
  },
} as const;

/** A way of not responding in time. */
export type Manner = keyof typeof MANNERS;

/** A request, as far as it arrived. */
export interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A running slow server. */
export interface SlowServer {
  readonly port: number;
  /** The current way of not responding. */
  manner: Manner;
  /** The requests so far. */
  readonly asked: Asked[];
  /** The number of open connections. */
  readonly open: number;
  /** Waits until clients have closed all connections. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the server on a free port, with a certificate for https. A mute server only accepts connections.
 * @param waiting called each time that a caller has received all that it will get
 */
export async function startSlowServer(
  waiting: () => void,
  certificate?: { cert: string; key: string } | 'mute',
): Promise<SlowServer> {
  const sockets = new Set<Socket>();
  const asked: Asked[] = [];
  let whenDrained: (() => void)[] = [];
  const server: Server =
    certificate === undefined
      ? createHttpServer()
      : certificate === 'mute'
        ? createTcpServer((socket) => {
            socket.resume();
            waiting();
          })
        : createHttpsServer(certificate);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    asked.push({ url: request.url ?? '', headers: request.headers });
    MANNERS[slow.manner](response, waiting);
  });
  ofTheTests(server as never);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) {
        for (const resolve of whenDrained.splice(0)) {
          resolve();
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const slow: SlowServer = {
    port: (server.address() as AddressInfo).port,
    manner: 'says nothing',
    asked,
    get open() {
      return sockets.size;
    },
    drained: () =>
      sockets.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            whenDrained = [...whenDrained, resolve];
          }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
  return slow;
}
