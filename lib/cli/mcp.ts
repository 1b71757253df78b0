/** `npm run mcp`: serves the MCP tools over standard input and output, with the embedded sandbox in Stripe's place. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as v from 'valibot';
import { ROOT } from '#lib/config/root.ts';
import { deadlineOf } from '#lib/endpoint/request-options.ts';
import { offered, readDefinitions } from '#lib/surfaces/mcp/definitions.ts';
import { isLive } from '#lib/surfaces/mcp/limits.ts';
import { RATE_WINDOW } from '#lib/surfaces/mcp/mcp.ts';
import { isSandboxAt } from '#lib/surfaces/mcp/sandbox.ts';
import { makeServer } from '#lib/surfaces/mcp/server.ts';
import { mcpSettings, readMcpConfig } from '#lib/surfaces/mcp/settings.ts';
import { memoryCounter } from '#lib/surfaces/shared/rate-limit.ts';
import { CommandError, command } from './command.ts';
import { LOCALHOST } from './ports.ts';
import { readServedSandboxSettings } from './settings.ts';

const usage = `npm run -s mcp -- [--tools core] [--read-only] [--confirm auto] [--live-keys off] [--max-amount 10000]

Serves MCP over standard input and output until the client closes them; it logs to standard error. Stripe is the embedded
sandbox, or what STRIPE_API_BASE names; that needs a key in STRIPE_SECRET_KEY. SANDBOX_SNAPSHOT names a file that keeps the
state of the sandbox. Options are the settings of the same names:

${Object.entries(mcpSettings)
  .map(([name, setting]) => `  ${name}  ${v.getDescription(setting)}`)
  .join('\n')}`;

/** The settings that options set. Keys are no options: command lines are seen by everyone on the machine. */
const OPTIONS = {
  tools: 'STRIPE_MCP_TOOLS',
  'read-only': 'STRIPE_MCP_READ_ONLY',
  confirm: 'STRIPE_MCP_CONFIRM',
  'live-keys': 'STRIPE_MCP_LIVE_KEYS',
  'max-amount': 'STRIPE_MCP_MAX_AMOUNT',
  'rate-limit': 'STRIPE_MCP_RATE_LIMIT',
} as const;

const options = Object.fromEntries(
  Object.keys(OPTIONS).map((name) => [name, { type: name === 'read-only' ? 'boolean' : 'string' } as const]),
);

/** The key of the sandbox, where none is given. */
const SANDBOX_KEY = 'sk_test_mcp';

await command({ usage, options }, async ({ flags }) => {
  // Standard output belongs to the protocol, whoever wants to print something.
  for (const method of ['log', 'info', 'debug'] as const) {
    console[method] = (...values: unknown[]) => console.error(...values);
  }
  const config = readSettings(flags);
  const { upstream, close, key } = await startStripe();
  process.env['STRIPE_API_BASE'] = upstream;
  if (isLive(key) && config.STRIPE_MCP_LIVE_KEYS === 'off') {
    throw new CommandError(
      'STRIPE_SECRET_KEY is a live key; STRIPE_MCP_LIVE_KEYS says whether it may be used.',
    );
  }
  const definitions = await readDefinitions(pathToFileURL(join(ROOT, 'functions/mcp/tools.json')));
  const tools = offered(definitions, config, isSandboxAt(upstream));
  const counter = memoryCounter(RATE_WINDOW);
  const connection = {
    apiKey: key,
    config,
    count: () => counter.count(''),
    deadline: () => deadlineOf(undefined),
  };
  const stateSecret = randomBytes(32).toString('base64url');
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const handle = serveStdio(() => makeServer({ definitions, tools, connection, stateSecret }), {
    onerror: ({ message }) => console.error(message),
  });
  process.stdin.once('end', resolve).once('close', resolve);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => resolve());
  }
  console.error(`${tools.length} tools, Stripe at ${upstream}.`);
  await closed;
  await handle.close();
  await close();
});

function readSettings(flags: Readonly<Record<string, unknown>>) {
  for (const [option, name] of Object.entries(OPTIONS)) {
    if (flags[option] !== undefined) {
      process.env[name] = String(flags[option]);
    }
  }
  try {
    return readMcpConfig();
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

/** Starts the sandbox, unless Stripe is elsewhere. */
async function startStripe(): Promise<{ upstream: string; key: string; close(): Promise<void> }> {
  const key = process.env['STRIPE_SECRET_KEY'] || undefined;
  const upstream = process.env['STRIPE_API_BASE'] || undefined;
  if (upstream !== undefined) {
    if (key === undefined) {
      throw new CommandError('STRIPE_SECRET_KEY must be set: the key of the account at STRIPE_API_BASE.');
    }
    return { upstream, key, close: async () => undefined };
  }
  const [{ startSandbox }, { policiesOf }] = await Promise.all([
    import('#sandbox/server/server.ts'),
    import('#sandbox/engine/policies.ts'),
  ]);
  const sandbox = await startSandbox({
    port: 0,
    host: LOCALHOST,
    snapshot: process.env['SANDBOX_SNAPSHOT'] || undefined,
    policies: policiesOf(readServedSandboxSettings()),
  });
  return { upstream: sandbox.url, key: key ?? SANDBOX_KEY, close: () => sandbox.close() };
}
