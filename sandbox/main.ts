/** `npm run sandbox`: runs the sandbox until it is stopped. */
import { command } from '#lib/cli/command.ts';
import { HOST, takePort } from '#lib/cli/ports.ts';
import { readSandboxPort } from '#lib/cli/settings.ts';
import { startSandbox } from './server.ts';

const usage = `npm run sandbox

Runs the sandbox until Ctrl-C. SANDBOX_PORT says where it listens, SANDBOX_SNAPSHOT which file keeps its state.`;

await command({ usage }, async () => {
  const port = await takePort('SANDBOX_PORT', readSandboxPort());
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const sandbox = await startSandbox({ port, host: HOST, snapshot });
  console.log(
    `The Stripe sandbox listens on ${sandbox.url}. Any key that begins with sk_test_ opens an account.`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
});
