/** `npm run sandbox`: runs the sandbox until it is stopped. */
import { policiesOf } from '#sandbox/engine/policies.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { command } from './command.ts';
import { takePort } from './ports.ts';
import { readSandboxSettings } from './settings.ts';

const usage = `npm run sandbox

Runs the sandbox until Ctrl-C. SANDBOX_PORT says where it listens, SANDBOX_SNAPSHOT which file keeps its state, and
SANDBOX_ACCOUNTS whether new accounts are existing ones or those of today. Only this machine reaches it, unless
SANDBOX_HOST and SANDBOX_ALLOWED_HOSTS say otherwise.`;

await command({ usage }, async () => {
  const settings = readSandboxSettings();
  const { SANDBOX_HOST: host, SANDBOX_ALLOWED_HOSTS: allowedHosts, SANDBOX_TOKEN: token } = settings;
  const port = await takePort('SANDBOX_PORT', settings.SANDBOX_PORT, host);
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const policies = policiesOf(settings);
  const sandbox = await startSandbox({ port, host, allowedHosts, token, snapshot, policies });
  console.log(
    `The Stripe sandbox listens on ${sandbox.url}. Any key that begins with sk_test_ opens an account.\nIts page shows them all: ${sandbox.page}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
});
