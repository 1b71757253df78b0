/** `npm run sandbox`: runs the sandbox until it is stopped, or talks to one that runs. */
import { CommandError, command } from './command.ts';
import { listening } from './ports.ts';
import { FLAGS, runSandboxCommand } from './sandbox-commands.ts';
import { readSandboxSettings, type SandboxSettings } from './settings.ts';

const usage = `npm run sandbox

Runs the sandbox until Ctrl-C. HOST and SANDBOX_PORT say where it listens, SANDBOX_SNAPSHOT which file keeps its state, and
SANDBOX_ACCOUNTS whether new accounts are existing ones or those of today. It answers to localhost, and to the names in
SANDBOX_ALLOWED_HOSTS.

npm run sandbox -- trigger charge.succeeded [--data amount=700] [--data metadata[order]=7]
npm run sandbox -- trigger customer.updated --object cus_…
  makes an event in a running sandbox: by requests that cause it, or about an object as it is.

npm run sandbox -- tail [--path '/v1/charges*'] [--status 4xx] [--method POST] [--json]
  prints requests to a running sandbox as they happen.

npm run sandbox -- forward http://127.0.0.1:3000/stripe/webhook [--events charge.*,customer.*] [--secret whsec_…]
  sends events to an address, signed, until Ctrl-C. Failed deliveries are retried by the account's clock.

These three take --url (default: http://127.0.0.1:SANDBOX_PORT) and --key, the secret key of an account (default:
sk_test_demo).`;

await command({ usage, options: FLAGS, allowPositionals: true }, async (given) => {
  const settings = readSandboxSettings();
  if (given.positionals.length > 0) {
    await runSandboxCommand(given, `http://127.0.0.1:${settings.SANDBOX_PORT}`);
    return;
  }
  const [flag] = Object.keys(given.flags);
  if (flag !== undefined) {
    throw new CommandError(`--${flag} belongs to trigger, tail or forward. --help tells what there is.`);
  }
  await serve(settings);
});

async function serve(settings: SandboxSettings): Promise<void> {
  // The other commands do not wait until this is loaded.
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
    `The Stripe sandbox listens on ${sandbox.url}. Any key that begins with sk_test_ opens an account.\nTo see all accounts, open ${sandbox.page}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
}
