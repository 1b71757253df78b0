/**
 * `npm run test:mcp`: the MCP server before the official conformance suite, the inspector's command line and wrong calls,
 * in front of the sandbox. Options: --cases 2000 (wrong calls) --seed number --path text (leads to one case of a seed)
 * --only conformance, inspector or fuzz. The first two are installed outside of the project,
 * in the versions that stand below: they bring hundreds of packages along.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '#sandbox/server/server.ts';
import { fuzzMcp } from '../fuzz/mcp.ts';
import { serveMcp } from '../helpers/mcp.ts';
import { readOptions } from '../helpers/options.ts';

const CONFORMANCE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';

/** Where they are installed; kept for the next run. */
const TOOLS = join(tmpdir(), 'stripe-socket-mcp-tools');

/** The revisions of the protocol whose requirements are checked: the last one of each era. */
const REVISIONS = ['2026-07-28', '2025-11-25'];

const { cases, seed, path, only } = readOptions(process.argv.slice(2), {
  cases: 2_000,
  seed: Math.floor(Math.random() * 2 ** 31),
  path: '',
  only: '',
});

process.env['LOG_LEVEL'] = 'silent';
const sandbox = await startSandbox({ port: 0 });
process.env['STRIPE_API_BASE'] = sandbox.url;
process.env['STRIPE_MCP_RATE_LIMIT'] = '100000';
const { handler } = await import('../../functions/mcp/mcp.ts');
const served = await serveMcp(handler);
const results = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));

/** Each part says whether it holds. */
const PARTS: Readonly<Record<string, () => Promise<boolean>>> = {
  conformance: async () => {
    const held = [];
    for (const revision of REVISIONS) {
      const expected = fileURLToPath(new URL(`expected-failures-${revision}.yml`, import.meta.url));
      const args = ['--url', served.url, '--requirements', revision, '--expected-failures', expected];
      const { status, output } = await spawned(join(await installed(), 'conformance'), [
        'server',
        ...args,
        '--output-dir',
        join(results, revision),
      ]);
      console.log(status === 0 ? summaryOf(output) : output);
      held.push(status === 0);
    }
    return held.every(Boolean);
  },

  inspector: async () => {
    const calls: readonly (readonly [expected: number, ...args: string[]])[] = [
      [0, '--method', 'tools/list'],
      [
        0,
        '--method',
        'tools/call',
        '--tool-name',
        'create_customer',
        '--tool-args-json',
        '{"email":"a@example.com"}',
      ],
      [0, '--method', 'tools/call', '--tool-name', 'create_charge', '--tool-args-json', CHARGE],
      // The inspector ends with 5 where the tool says that it failed.
      [5, '--method', 'tools/call', '--tool-name', 'create_charge', '--tool-args-json', '{"amount":5}'],
    ];
    const inspector = join(await installed(), 'mcp-inspector');
    let holds = true;
    for (const era of [[], ['--protocol-era', 'modern']]) {
      for (const [expected, ...args] of calls) {
        const own = [
          '--cli',
          served.url,
          '--transport',
          'http',
          ...era,
          '--header',
          `Authorization: Bearer ${KEY}`,
        ];
        const { status, output } = await spawned(inspector, [...own, ...args, '--format', 'json']);
        if (status !== expected) {
          holds = false;
          console.error(`${args.join(' ')}: status ${status} instead of ${expected}\n${output}`);
        }
      }
    }
    return holds;
  },

  fuzz: async () => {
    console.log(`Seed ${seed}. With it, --seed ${seed} repeats this run.`);
    process.env['STRIPE_MCP_TOOLS'] = 'all,directory';
    try {
      console.log(JSON.stringify(await fuzzMcp(handler, { cases, seed, ...(path !== '' && { path }) })));
      return true;
    } catch (error) {
      console.error((error as Error).message);
      return false;
    }
  },
};

const KEY = 'sk_test_inspector';
const CHARGE = '{"amount":500,"currency":"usd","source":"tok_visa","idempotency_key":"inspector"}';

try {
  for (const [name, run] of Object.entries(PARTS)) {
    if (only === '' || only === name) {
      const holds = await run();
      console.log(`${name}: ${holds ? 'holds' : 'FAILS'}`);
      process.exitCode ||= holds ? 0 : 1;
    }
  }
} finally {
  await Promise.all([served.close(), sandbox.close(), rm(results, { recursive: true })]);
}

/** Installs what checks the server, where it is not there yet. */
async function installed(): Promise<string> {
  const status = await spawned('npm', [
    'install',
    '--prefix',
    TOOLS,
    '--no-audit',
    '--no-fund',
    CONFORMANCE,
    INSPECTOR,
  ]);
  if (status.status !== 0) {
    throw new Error(`${CONFORMANCE} and ${INSPECTOR} cannot be installed:\n${status.output}`);
  }
  return join(TOOLS, 'node_modules', '.bin');
}

/** Runs a command to its end. */
async function spawned(
  command: string,
  args: readonly string[],
): Promise<{ status: number; output: string }> {
  const child = spawn(command, args, {
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [status] = await once(child, 'close');
  return { status: status as number, output };
}

function summaryOf(output: string): string {
  return output.slice(Math.max(0, output.indexOf('=== SUMMARY ===')));
}
