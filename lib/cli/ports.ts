/** Ports of this machine. */
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
  return new CommandError(
    `Port ${port} ${reason}. Set ${variable} to another one, or to 0 for any free one.`,
  );
}

/** Runs what listens on a port, and rejects with {@link portError} where it cannot. */
export async function listening<T>(variable: string, port: number, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    throw syscall === 'listen' ? portError(variable, port, error as NodeJS.ErrnoException) : error;
  }
}

/**
 * Gives the port when it can be listened on, and a free one for 0.
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
