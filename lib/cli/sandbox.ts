/** `npm run sandbox`: runs the sandbox until it is stopped. */
import { policiesOf } from '#sandbox/engine/policies.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { command } from './command.ts';
import { listening } from './ports.ts';
import { readSandboxSettings } from './settings.ts';

const usage = `npm run sandbox

Runs the sandbox until Ctrl-C. HOST and SANDBOX_PORT say where it listens, SANDBOX_SNAPSHOT which file keeps its state, and
SANDBOX_ACCOUNTS whether new accounts are existing ones or those of today. It answers to localhost, and to the names in
SANDBOX_ALLOWED_HOSTS.`;

await command({ usage }, async () => {
  const settings = readSandboxSettings();
  const {
    HOST: host,
    SANDBOX_PORT: port,
    SANDBOX_ALLOWED_HOSTS: allowedHosts,
    SANDBOX_TOKEN: token,
  } = settings;
  const snapshot = process.env['SANDBOX_SNAPSHOT'] || undefined;
  const sandbox = await listening('SANDBOX_PORT', port, () =>
    startSandbox({ port, host, allowedHosts, token, snapshot, policies: policiesOf(settings) }),
  );
  console.log(
    `The Stripe sandbox listens on ${sandbox.url}. Any key that begins with sk_test_ opens an account.\nTo see all accounts, open ${sandbox.page}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
});
