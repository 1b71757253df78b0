/** What the commands say, and with which status they end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, run, start } from '../../helpers/command.ts';

const COMMANDS = [
  ['sandbox', 'lib/cli/sandbox.ts'],
  ...['start', 'offline', 'demo', 'build', 'manifests'].map((name) => [name, `lib/cli/${name}.ts`] as const),
] as const;

test.each(COMMANDS)('%s refuses an unknown flag', async (_, file) => {
  const { status, output } = await run(file, ['--no-such-flag']);
  expect(status).toBe(1);
  expect(output).toBe("Unknown option '--no-such-flag'. Run with --help for usage.\n");
});

test.each(COMMANDS)('%s tells its usage', async (name, file) => {
  const { status, output } = await run(file, ['--help']);
  expect(status).toBe(0);
  expect(output).toMatch(new RegExp(`^npm (run )?${name}`));
});

test.each(['PORT', 'SANDBOX_PORT'])('start says when %s is in use', async (name) => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const { status, output } = await run('lib/cli/start.ts', [], {
    PORT: '0',
    SANDBOX_PORT: '0',
    [name]: `${port}`,
  });
  server.close();
  expect(status).toBe(1);
  expect(output).toBe(`Port ${port} is in use. Set ${name} to another port, or to 0 for a free one.\n`);
});

test.each([
  ['start', '203.0.113.7'],
  ['sandbox', 'no-such-host.invalid'],
])('%s says when HOST is no address of this machine', async (name, HOST) => {
  const { status, output } = await run(`lib/cli/${name}.ts`, [], { HOST, PORT: '0', SANDBOX_PORT: '0' });
  expect(status).toBe(1);
  expect(output).toBe('HOST must be an address of this machine, e.g. 127.0.0.1 or 0.0.0.0.\n');
});

test('start says that its ports are the same', async () => {
  const { status, output } = await run('lib/cli/start.ts', [], { PORT: '39999', SANDBOX_PORT: '39999' });
  expect(status).toBe(1);
  expect(output).toBe(
    'PORT and SANDBOX_PORT are both 39999. Set one of them to another port, or to 0 for any free one.\n',
  );
});

test('start reports an invalid setting once, whatever rules it breaks', async () => {
  const { status, output } = await run('lib/cli/start.ts', [], { STRIPE_API_BASE: 'stripe' });
  expect(status).toBe(1);
  expect(output).toBe('STRIPE_API_BASE must be a base URL without a path, e.g. https://api.stripe.com.\n');
});

test('start reads .env in the working directory, whatever folder its code is in', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'env-file-'));
  await writeFile(join(directory, '.env'), 'LOG_LEVEL=loud\n');
  const { ended, output } = start(join(ROOT, 'lib/cli/start.ts'), [], { ENV_FILE: '' }, directory);
  expect(await ended).toBe(1);
  expect(output()).toBe('LOG_LEVEL must be silent, error or info.\n');
  await rm(directory, { recursive: true });
});

test('start reports a Node.js that is too old', async () => {
  const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`;
  const { status, output } = await run('lib/cli/start.ts', [], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
  });
  expect(status).toBe(1);
  expect(output).toBe('Node.js 24 or later is required; this is Node.js 20.20.2.\n');
});

test.each(['faults', 'fuzz', 'load', 'model'])(
  'the harness %s says which options there are',
  async (name) => {
    const { status, output } = await run(`test/${name}/main.ts`, ['--no-such-flag', '1']);
    expect(status).toBe(2);
    expect(output).toMatch(/^Unknown option --no-such-flag: there are --\w+(, --\w+)*\.\n$/);
  },
);

test('start names all variables that do not fit', async () => {
  const { status, output } = await run('lib/cli/start.ts', [], {
    PORT: '70000',
    LOG_LEVEL: 'loud',
    STRIPE_API_BASE: 'stripe',
  });
  expect(status).toBe(1);
  expect(output).toMatch(/^[^\n]+\n$/);
  for (const name of ['PORT', 'LOG_LEVEL', 'STRIPE_API_BASE']) {
    expect(output).toContain(`${name} must be`);
  }
});

test.each([
  [{}, 'PaymentIntents and PaymentMethods', 'SANDBOX_ACCOUNTS=today'],
  [{ CARD_PAYMENTS: 'charges' }, 'Charges and card tokens', 'SANDBOX_ACCOUNTS=existing'],
])('demo tells its whole story, with %j', async (environment, way, accounts) => {
  const { status, output } = await run('lib/cli/demo.ts', [], environment);
  expect(output).toContain(`Cards are paid by ${way} (`);
  expect(output).toContain(`(${accounts}), with card numbers enabled for one-off-charge.`);
  expect(output).toContain('Balance: 51.00 usd in 4 charges, less 2.68 usd in fees, is 48.32 usd');
  expect(status).toBe(0);
});
