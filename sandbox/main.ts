/** `npm run sandbox`: runs the sandbox until it is stopped. */
import { startSandbox } from './server.ts';

const DEFAULT_PORT = 12_111;

const [argument] = process.argv.slice(2);
if (argument !== undefined) {
  fail(
    `Unknown option '${argument}': there are none. SANDBOX_PORT says where the sandbox listens, SANDBOX_SNAPSHOT which file keeps its state.`,
  );
}

const port = Number(process.env['SANDBOX_PORT'] || DEFAULT_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`SANDBOX_PORT must be a port number from 0 to 65535, not ${process.env['SANDBOX_PORT']}.`);
}

try {
  const sandbox = await startSandbox({ port, snapshot: process.env['SANDBOX_SNAPSHOT'] || undefined });
  console.log(
    `The Stripe sandbox listens on ${sandbox.url}. Any key that begins with sk_test_ opens an account.`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (!taken) {
    throw error;
  }
  fail(`Port ${port} is in use. Set SANDBOX_PORT to another one, or to 0 for any free one.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
