/** Ports on this machine. */
import { createServer } from 'node:net';
import { CommandError } from './command.ts';

/** What the sandbox, its table and all tests listen on: this machine alone can reach it. */
export const LOCALHOST = '127.0.0.1';

/**
 * Says why a port cannot be listened on.
 * @param variable the setting that names the port
 */
export function portError(variable: string, port: number, { code }: NodeJS.ErrnoException): CommandError {
  const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
  return new CommandError(`Port ${port} ${reason}. Set ${variable} to another port, or to 0 for a free one.`);
}

/**
 * Runs what listens on a port, and says what is wrong with the settings where it cannot.
 * @param variable the setting that names the port
 * @throws {CommandError} when the port is taken, or HOST is no address of this machine
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
