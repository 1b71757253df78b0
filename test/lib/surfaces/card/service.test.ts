/** The card service as a whole: not configured, limited, described in serverless.yml, and apart from the others. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import * as esbuild from 'esbuild';
import { parse } from 'yaml';
import { TABLE_DEFINITION } from '#lib/surfaces/card/table.ts';
import { call } from '../../../helpers/call.ts';
import { callAs, endpoints, newAccount, setupCardService, tokenOf } from './helpers.ts';

const bench = setupCardService();

const ROOT = new URL('../../../../', import.meta.url).pathname;

async function withEnvironment<T>(environment: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return await run();
  } finally {
    Object.assign(process.env, before);
  }
}

describe('without its configuration, it answers no call', () => {
  test.each([
    [{ CARD_JWT_SECRET: '' }, 'Set either CARD_JWT_SECRET or CARD_JWKS_URL.'],
    [{ CARD_JWT_SECRET: 'short' }, 'CARD_JWT_SECRET must be at least 32 bytes long.'],
    [{ CARD_STRIPE_KEY: '' }, 'CARD_STRIPE_KEY is not set.'],
    [{ CARD_TABLE: '' }, 'CARD_TABLE is not set.'],
  ])('%j', async (environment, reason) => {
    await withEnvironment(environment, async () => {
      for (const [name, handler] of Object.entries(endpoints)) {
        const before = bench.logged.length;
        const key = await tokenOf({ account: 'a1', role: 'owner' });
        const { status, body } = await call(handler, { key, body: {} });
        expect([name, status]).toEqual([name, 503]);
        expect(body.error).toMatchObject({ type: 'api_error', code: 'not_configured' });
        expect(JSON.parse(bench.logged[before]!).error).toContain(reason);
      }
    });
    expect((await callAs({ account: 'a1', role: 'admin' }, 'find')).status).toBe(200);
  });
});

test('an account that calls too often is asked to wait, and no other', async () => {
  await withEnvironment({ CARD_RATE_LIMIT: '3' }, async () => {
    const account = newAccount();
    const find = (of: string) => callAs({ account: of, role: 'admin' }, 'find');
    const statuses = [];
    for (let made = 0; made < 5; made += 1) {
      statuses.push((await find(account)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const { headers, body } = await find(account);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body.error.code).toBe('rate_limit');
    expect((await find(newAccount())).status).toBe(200);
  });
});

test('a table that cannot be reached is told of as what passes', async () => {
  await withEnvironment({ CARD_TABLE_ENDPOINT: 'http://127.0.0.1:1' }, async () => {
    const { status, headers, body } = await callAs({ account: 'a1', role: 'admin' }, 'find');
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(body.error).toMatchObject({ type: 'api_error', code: 'store_unavailable' });
  });
});

test('a key that Stripe does not take is not the caller’s fault', async () => {
  await withEnvironment({ CARD_STRIPE_KEY: 'rk_not_a_key' }, async () => {
    const { status, body } = await callAs({ account: newAccount(), role: 'owner' }, 'create', {
      name: 'x',
      number: '4242',
      month: '1',
      year: '2030',
      stripeToken: 'tok_visa',
    });
    expect([status, body.error.type, body.error.code]).toEqual([502, 'api_error', 'stripe_key_rejected']);
  });
});

test('the table that is deployed is the one that is used', async () => {
  const { resources } = parse(await readFile(`${ROOT}serverless.cards.yml`, 'utf8'));
  const { Properties: declared } = resources.Resources.CardTable;
  expect(declared).toMatchObject(TABLE_DEFINITION);
  expect(declared.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  expect(declared.SSESpecification).toEqual({ SSEEnabled: true });
  expect(declared.TimeToLiveSpecification).toEqual({ AttributeName: 'expires', Enabled: true });
});

test('other functions load nothing of what it needs', async () => {
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [
      'functions/socket/create-card.ts',
      'functions/block/createCard.ts',
      'functions/card/find.ts',
      'functions/webhooks/stripe.ts',
    ],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  await esbuild.stop();
  const loaded = (output: string, seen = new Set<string>()): Set<string> => {
    seen.add(output);
    for (const { path, kind, external } of metafile.outputs[output]!.imports) {
      if (!external && kind === 'import-statement' && !seen.has(path)) {
        loaded(path, seen);
      }
    }
    return seen;
  };
  const packagesOf = (name: string) => {
    const [output] = Object.entries(metafile.outputs).find(([, { entryPoint }]) =>
      entryPoint?.endsWith(name),
    )!;
    const inputs = [...loaded(output)].flatMap((path) => Object.keys(metafile.outputs[path]!.inputs));
    const packages = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
    return [...new Set(packages)].filter((name) => name !== undefined);
  };
  const needed = /^(@aws-sdk\/.*|@smithy\/.*|aws4|jose)$/;
  expect(packagesOf('socket/create-card.ts').filter((name) => needed.test(name))).toEqual([]);
  expect(packagesOf('block/createCard.ts').filter((name) => needed.test(name))).toEqual([]);
  expect(packagesOf('card/find.ts')).toEqual(expect.arrayContaining(['aws4', 'jose']));
});
