/** `npm run sandbox`: runs the sandbox, or calls one that is running. */
import { CommandError, command } from './command.ts';
import { listening } from './ports.ts';
import { FLAGS, runSandboxCommand } from './sandbox-commands.ts';
import { readSandboxSettings, type SandboxSettings } from './settings.ts';

const usage = `npm run sandbox

Runs the sandbox until Ctrl-C. HOST and SANDBOX_PORT set where it listens, SANDBOX_SNAPSHOT the file that keeps its state,
and SANDBOX_ACCOUNTS whether new accounts behave like existing ones or like accounts opened today. It accepts requests for
localhost and for the names in SANDBOX_ALLOWED_HOSTS.

npm run sandbox -- trigger charge.succeeded [--data amount=700] [--data metadata[order]=7]
npm run sandbox -- trigger customer.updated --object cus_…
  triggers an event in a running sandbox: makes the requests that cause it, or announces it about an existing object.

npm run sandbox -- tail [--path '/v1/charges*'] [--status 4xx] [--method POST] [--json]
  prints requests to a running sandbox as they happen.

npm run sandbox -- forward http://127.0.0.1:3000/stripe/webhook [--events charge.*,customer.*] [--secret whsec_…]
  sends signed events to a URL until Ctrl-C. Failed deliveries are retried according to the account's clock.

All three support --url (default: http://127.0.0.1:SANDBOX_PORT) and --key, an account's secret key (default:
sk_test_demo).`;

await command({ usage, options: FLAGS, allowPositionals: true, readsEnvFile: true }, async (given) => {
  const settings = readSandboxSettings();
  if (given.positionals.length > 0) {
    await runSandboxCommand(given, `http://127.0.0.1:${settings.SANDBOX_PORT}`);
    return;
  }
  const [flag] = Object.keys(given.flags);
  if (flag !== undefined) {
    throw new CommandError(`--${flag} only works with trigger, tail or forward. Run with --help for usage.`);
  }
  await serve(settings);
});

async function serve(settings: SandboxSettings): Promise<void> {
  // Imported here, so that the other commands do not wait for it.
  const [{ policiesOf }, { startSandbox }] = await Promise.all([
    import('#sandbox/engine/policies.ts'),
    import('#sandbox/server/server.ts'),
  ]);
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
    `The Stripe sandbox listens on ${sandbox.url}. Every key that starts with sk_test_ has its own account.\nTo see all accounts, open ${sandbox.page}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
}
