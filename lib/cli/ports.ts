/** Ports on this machine. */
import { connect, createServer } from 'node:net';
import { CommandError } from './command.ts';

/** All servers listen on the loopback address, so that only this machine can reach them. */
export const HOST = '127.0.0.1';

/**
 * Returns the port if it is free, or a free port for 0.
 * @throws {CommandError} naming the variable that sets the port
 */
export async function takePort(variable: string, port: number): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', ({ code }: NodeJS.ErrnoException) => {
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    reject(new CommandError(`Port ${port} ${why}. Set ${variable} to another port, or to 0 for a free one.`));
  });
  server.listen(port, HOST, () => {
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
