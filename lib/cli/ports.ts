/** Ports on this machine. */
import { createServer } from 'node:net';
import { CommandError } from './command.ts';

/** The address of the sandbox, its table and all tests. Only this machine can reach it. */
export const LOCALHOST = '127.0.0.1';

/**
 * Returns the error for a port that cannot be used.
 * @param variable the setting of the port
 */
export function portError(variable: string, port: number, { code }: NodeJS.ErrnoException): CommandError {
  const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
  return new CommandError(`Port ${port} ${reason}. Set ${variable} to another port, or to 0 for a free one.`);
}

/**
 * Starts a server. If it cannot listen, throws an error about the setting that is responsible.
 * @param variable the setting of the port
 * @throws {CommandError} if the port is in use, or HOST is not an address of this machine
 */
export async function listening<T>(variable: string, port: number, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall === 'getaddrinfo' || code === 'EADDRNOTAVAIL') {
      throw new CommandError('HOST must be an address of this machine, e.g. 127.0.0.1 or 0.0.0.0.');
    }
    throw syscall === 'listen' ? portError(variable, port, error as NodeJS.ErrnoException) : error;
  }
}

/**
 * Returns the port if it is free, or a free port for 0.
 * @throws {CommandError} naming the variable that sets the port
 */
export function takePort(variable: string, port: number, host = LOCALHOST): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (error) => reject(portError(variable, port, error)));
  server.listen(port, host, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' ? address!.port : port));
  });
  return promise;
}
