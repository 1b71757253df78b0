/** The bundle of the MCP server runs by itself, and its entry for the registry describes it. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { strFromU8, unzipSync } from 'fflate';
import { bundleMcp, type McpBundle } from '#lib/deploy/mcp-bundle.ts';
import { mcpSettings } from '#lib/surfaces/mcp/settings.ts';
import { run } from '../../helpers/command.ts';
import { callTool } from '../../helpers/mcp.ts';

const PUBLISHED = { name: 'com.example/stripe-socket', url: 'https://example.com/a.mcpb' };

let folder: string;
let made: McpBundle;
let files: Record<string, Uint8Array>;
// biome-ignore lint/suspicious/noExplicitAny: a manifest, looked into by name.
let manifest: any;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcp-bundle-'));
  made = await bundleMcp(PUBLISHED);
  files = unzipSync(made.archive);
  manifest = JSON.parse(strFromU8(files['manifest.json']!));
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
});
afterAll(() => rm(folder, { recursive: true }));

test('it runs with its own packages alone, as its manifest says, with what a user leaves empty', async () => {
  const { args, env } = manifest.server.mcp_config;
  const values = Object.entries(env as Record<string, string>).map(([variable, placeholder]) => {
    const [, option] = /^\$\{user_config\.(\w+)\}$/.exec(placeholder)!;
    return [variable, String(manifest.user_config[option!].default)];
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: args.map((arg: string) => arg.replace(/^\$\{__dirname\}/, folder)),
    env: { PATH: process.env['PATH']!, ...Object.fromEntries(values) },
    cwd: folder,
    stderr: 'ignore',
  });
  await client.connect(transport);
  const charge = { amount: 500, currency: 'usd', source: 'tok_visa', idempotency_key: 'bundle' };
  expect((await callTool(client, 'create_charge', charge)).value.paid).toBe(true);
  await client.close();
});

test('it holds neither tests nor what only developers need', () => {
  const names = Object.keys(files);
  expect(names).toEqual(expect.arrayContaining(['manifest.json', 'LICENSE', manifest.server.entry_point]));
  expect(names.filter((name) => /(^|\/)test\/|node_modules\/(jest|esbuild|typescript)\//.test(name))).toEqual(
    [],
  );
  expect(made.archive.byteLength).toBeLessThan(5_000_000);
});

test('the same files make the same bundle', async () => {
  expect((await bundleMcp(PUBLISHED)).entry).toEqual(made.entry);
});

test('its entry has its hash and the settings of the command', () => {
  const { packages, ...entry } = made.entry as { packages: [Record<string, unknown>] };
  expect(entry).toMatchObject({ name: PUBLISHED.name, version: made.version });
  expect(packages[0]).toMatchObject({
    registryType: 'mcpb',
    identifier: PUBLISHED.url,
    fileSha256: createHash('sha256').update(made.archive).digest('hex'),
  });
  const variables = packages[0]['environmentVariables'] as { name: string }[];
  const known = [...Object.keys(mcpSettings), 'STRIPE_API_BASE', 'STRIPE_SECRET_KEY'];
  expect(variables.filter(({ name }) => !known.includes(name))).toEqual([]);
});

test.each([
  [['--name', 'stripe'], /--name must be/],
  [['--url', 'http://example.com/a.mcpb'], /--url must be/],
])('the command refuses %j', async (args, message) => {
  const { status, output } = await run('lib/cli/mcp-bundle.ts', args);
  expect([status, output]).toEqual([1, expect.stringMatching(message)]);
});
