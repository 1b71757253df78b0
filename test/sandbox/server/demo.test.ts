/** The account of `sk_test_demo`, which owns what the examples name. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { POLICIES } from '#sandbox/engine/policies.ts';
import type { SandboxOptions } from '#sandbox/server/server.ts';
import { type Api, apiAt, moneyOf } from '../../helpers/api.ts';
import { testKey } from '../../helpers/key.ts';
import { startSandbox } from '../../helpers/noted-sandbox.ts';

/** Runs a sandbox while `use` works with its demo account. */
async function withDemo(
  options: Partial<SandboxOptions>,
  use: (demo: Api, url: string) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ port: 0, ...options });
  try {
    await use(apiAt(sandbox.url, 'sk_test_demo'), sandbox.url);
  } finally {
    await sandbox.close();
  }
}

test.each(['existing', 'today'] as const)('it holds the same in an account of the kind %s', async (kind) => {
  await withDemo({ policies: POLICIES[kind] }, async (demo, url) => {
    expect(await demo.get('/v1/charges/ch_14ziQH2eZvKYlo2C')).toMatchObject({
      amount: 2000,
      amount_refunded: 500,
      customer: 'cus_14ziQH2eZvKYlo2C',
      balance_transaction: 'txn_14ziQH2eZvKYlo2C',
    });
    expect(await demo.get('/v1/subscriptions/sub_14ziQH2eZvKYlo2C')).toMatchObject({
      customer: 'cus_14ziQH2eZvKYlo2C',
      plan: { id: 'gold' },
    });
    expect(await demo.get('/v1/disputes/dp_14ziQH2eZvKYlo2C')).toMatchObject({ status: 'needs_response' });
    expect(await demo.get('/v1/events/evt_14ziQH2eZvKYlo2C')).toMatchObject({
      type: 'charge.succeeded',
      data: { object: { id: 'ch_14ziQH2eZvKYlo2C' } },
    });
    const connected = await demo.on('acct_14ziQH2eZvKYlo2C').get('/v1/charges');
    expect(connected.data).toHaveLength(2);
    expect(await moneyOf(demo)).toEqual({ usd: expect.any(Number) });
    // On cards it is an account like any other; it still has what examples call.
    const { card_tokens, charges_create } = POLICIES[kind];
    expect(await demo.get('/_sandbox/policies')).toMatchObject({
      ...POLICIES.existing,
      card_tokens,
      charges_create,
    });
    const other = apiAt(url, testKey());
    expect((await other.get('/v1/events')).data).toEqual([]);
    expect(await other.get('/_sandbox/policies')).toMatchObject(POLICIES[kind]);
  });
});

test('its publishable key opens the same account', async () => {
  await withDemo({}, async (demo, url) => {
    const token = await apiAt(url, 'pk_test_demo').post('/v1/tokens', { pii: { personal_id_number: '1' } });
    expect(await demo.get(`/v1/tokens/${token.id}`)).toMatchObject({ type: 'pii' });
    expect(await demo.get('/v1/plans/gold')).toMatchObject({ amount: 2000 });
  });
});

test('a reset brings it back to what it held at first', async () => {
  await withDemo({}, async (demo) => {
    await demo.del('/v1/customers/cus_14ziQH2eZvKYlo2C');
    await demo.post('/v1/plans', { id: 'bronze', amount: 1, currency: 'usd', interval: 'week', name: 'B' });
    await demo.post('/_sandbox/reset');
    expect(await demo.get('/v1/customers/cus_14ziQH2eZvKYlo2C')).toMatchObject({
      default_source: 'card_14ziQH2eZvKYlo2C',
    });
    expect((await demo.get('/v1/plans')).data).toHaveLength(1);
  });
});

test('over a restart it keeps what was changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const snapshot = join(folder, 'state.json');
  try {
    await withDemo({ snapshot }, (demo) => demo.del('/v1/plans/gold'));
    await withDemo({ snapshot }, async (demo) => {
      expect((await demo.get('/v1/plans')).data).toEqual([]);
      expect(await demo.get('/v1/coupons/25OFF')).toMatchObject({ percent_off: 25 });
      expect(await demo.post('/_sandbox/reset')).toMatchObject({ to: 'seeded' });
      expect(await demo.get('/v1/plans/gold')).toMatchObject({ amount: 2000 });
      await demo.post('/_sandbox/reset', { to: 'empty' });
      expect((await demo.get('/v1/events')).data).toEqual([]);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
