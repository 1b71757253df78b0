/** Ports of this machine. */
import { connect, createServer } from 'node:net';
import { CommandError } from './command.ts';

/** What everything here listens on: this machine alone can reach it. */
export const HOST = '127.0.0.1';

/**
 * Gives the port when it can be listened on, and a free one for 0.
 * @throws {CommandError} naming the variable that sets the port
 */
export async function takePort(variable: string, port: number, host = HOST): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', ({ code }: NodeJS.ErrnoException) => {
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    reject(
      new CommandError(`Port ${port} ${why}. Set ${variable} to another one, or to 0 for any free one.`),
    );
  });
  server.listen(port, host, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' ? address!.port : port));
  });
  return promise;
}

/** Whether something listens on a port. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
