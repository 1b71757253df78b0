/** A server that does not respond in time: it is silent, stalls, or trickles. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { ofTheTests } from './recording.ts';

/** How a response fails to arrive. */
export const MANNERS = {
  'says nothing': () => undefined,
  'stalls after its headers': (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id": ');
  },
  'sends a byte now and then': (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const trickle = setInterval(() => response.write(' '), 20);
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

/** Starts the server on a free port, with a certificate for https. A mute server only accepts connections. */
export async function startSlowServer(
  certificate?: { cert: string; key: string } | 'mute',
): Promise<SlowServer> {
  const sockets = new Set<Socket>();
  const asked: Asked[] = [];
  let whenDrained: (() => void)[] = [];
  const server: Server =
    certificate === undefined
      ? createHttpServer()
      : certificate === 'mute'
        ? createTcpServer((socket) => socket.resume())
        : createHttpsServer(certificate);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    asked.push({ url: request.url ?? '', headers: request.headers });
    MANNERS[slow.manner](response);
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
