/** The snapshot of the sandbox: what is kept over a restart, what is not in it, and that a kill never breaks it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { RunningSandbox } from '#sandbox/server/server.ts';
import { type Api, apiAt, moneyOf } from '../../helpers/api.ts';
import { start } from '../../helpers/command.ts';
import { testKey } from '../../helpers/key.ts';
import { startSandbox } from '../../helpers/noted-sandbox.ts';
import { openToday } from '../today.ts';

const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newPath = () => join(folder, `${++files}.json`);

/** Runs a sandbox with a snapshot, and stops it. */
async function running<T>(snapshot: string, use: (sandbox: RunningSandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ port: 0, snapshot });
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

const DAY = 86_400;
const number = '4012888888881881';

describe('after a restart', () => {
  test('payments of today go on, and policies stay', async () => {
    const path = newPath();
    const key = testKey();
    const { held, method } = await running(path, async ({ url }) => {
      const api = apiAt(url, key);
      const { stripe } = openToday(url, key);
      await api.post('/_sandbox/policies', { account: 'today' });
      const { id } = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
      const customer = await stripe.customers.create({ payment_method: id });
      const paid = { amount: 700, currency: 'usd', customer: customer.id, payment_method: id, confirm: true };
      return { held: await stripe.paymentIntents.create({ ...paid, capture_method: 'manual' }), method: id };
    });
    await running(path, async ({ url }) => {
      const api = apiAt(url, key);
      const { stripe } = openToday(url, key);
      expect(await api.get('/_sandbox/policies')).toMatchObject({ card_tokens: false, accounts_v1: false });
      expect({ ...(await stripe.paymentIntents.retrieve(held.id)) }).toEqual({ ...held });
      expect((await stripe.paymentIntents.capture(held.id)).status).toBe('succeeded');
      const { data } = await stripe.customers.listPaymentMethods(held.customer as string);
      expect(data.map(({ id }) => id)).toEqual([method]);
      const events = await stripe.events.list({ type: 'payment_intent.created' });
      expect(events.data[0]).toMatchObject({ api_version: '2026-10-28.endive' });
      await moneyOf(api);
    });
  });

  test('everything is as it was, and goes on', async () => {
    const path = newPath();
    const key = testKey();
    const before = await running(path, async ({ url }) => {
      const api = apiAt(url, key);
      await api.post('/v1/plans', {
        id: 'gold',
        amount: 500,
        currency: 'usd',
        interval: 'month',
        name: 'Gold',
      });
      const source = { object: 'card', number, exp_month: 12, exp_year: 2040, cvc: '739' };
      const customer = await api.post('/v1/customers', { source });
      await api.post('/v1/subscriptions', { customer: customer.id, plan: 'gold' });
      const deleted = await api.post('/v1/customers');
      await api.del(`/v1/customers/${deleted.id}`);
      const account = await api.post('/v1/accounts', { managed: true, country: 'GB' });
      const own = apiAt(url, account.keys.secret);
      const charge = await own.post('/v1/charges', { amount: 700, currency: 'gbp', source: 'tok_visa' });
      await api.post('/_sandbox/clock', { advance: DAY });
      return { customer, deleted, account, charge, ...(await seen(api, customer.id)) };
    });
    const text = readFileSync(path, 'utf8');
    for (const secret of [key, key.slice(8), number, '"739"', before.account.keys.secret.slice(8)]) {
      expect(text.includes(secret)).toBe(false);
    }

    await running(path, async ({ url }) => {
      const api = apiAt(url, key);
      const { id } = before.customer;
      expect(await seen(api, id)).toEqual({ list: before.list, balance: before.balance });
      expect(await api.get(`/v1/customers/${before.deleted.id}`)).toEqual({
        deleted: true,
        id: before.deleted.id,
      });
      const own = apiAt(url, before.account.keys.secret);
      expect(await own.get(`/v1/charges/${before.charge.id}`)).toEqual(before.charge);
      expect(await own.get('/v1/account')).toMatchObject({ id: before.account.id, country: 'GB' });
      const again = await api.post('/v1/charges', { amount: 700, currency: 'usd', customer: id });
      expect(again.id).not.toBe(before.list[0].id);
      // What was planned before falls due after.
      await api.post('/_sandbox/clock', { advance: 31 * DAY });
      expect((await api.get('/v1/invoices', { customer: id })).data).toHaveLength(2);
    });

    async function seen(api: Api, customer: string) {
      const { data } = await api.get('/v1/charges', { customer });
      return { list: data, balance: await api.get('/v1/balance') };
    }
  });

  test('a request that is repeated with its key is not carried out again', async () => {
    const path = newPath();
    const key = testKey();
    const charge = (url: string) =>
      fetch(`${url}/v1/charges`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'once' },
        body: new URLSearchParams({ amount: '500', currency: 'usd', source: 'tok_visa' }),
      });
    const first = await running(path, async ({ url }) => (await charge(url)).text());
    await running(path, async ({ url }) => {
      const second = await charge(url);
      expect([second.headers.get('idempotent-replayed'), await second.text()]).toEqual(['true', first]);
      expect((await apiAt(url, key).get('/v1/charges')).data).toHaveLength(1);
    });
  });

  test.each(['', '{', 'null', '{"format": 0}'])('%j is refused as no snapshot', async (text) => {
    const path = newPath();
    writeFileSync(path, text);
    await expect(startSandbox({ port: 0, snapshot: path })).rejects.toThrow(`${path} is no snapshot`);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

/** When a file was last replaced by another one; undefined where there is none. */
function writtenAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

test('a kill while it is written leaves a whole snapshot, and nothing that it had is lost', async () => {
  const path = newPath();
  const key = testKey();
  let kept = 0;
  for (let round = 0; round < 2; round += 1) {
    const sandbox = start('lib/cli/sandbox.ts', [], { SANDBOX_PORT: '0', SANDBOX_SNAPSHOT: path });
    const [, url] = await sandbox.printed(/listens on (\S+)\./);
    const api = apiAt(url!, key);
    const { length } = (await api.get('/v1/customers', { limit: 100 })).data;
    expect(length).toBeGreaterThanOrEqual(kept);
    const before = writtenAt(path);
    const writing = (async () => {
      for (;;) {
        await Promise.all(
          [1, 2, 3, 4, 5].map(() => api.post('/v1/customers', { description: 'x'.repeat(4_000) })),
        );
      }
    })().catch(() => undefined);
    // The first one is written to its end; of the others one is being written when the kill comes.
    while (writtenAt(path) === before) {
      await setImmediate();
    }
    while (!existsSync(`${path}.new`)) {
      await setImmediate();
    }
    sandbox.kill('SIGKILL');
    await Promise.all([sandbox.ended, writing]);
    // What the file has now must be there after the restart.
    const snapshot = JSON.parse(readFileSync(path, 'utf8'));
    const customers = snapshot.accounts.flatMap(
      (account: { store: { rows: { object: { object: string } }[] } }) =>
        account.store.rows.filter(({ object }) => object.object === 'customer'),
    );
    kept = Math.min(customers.length, 100);
  }
  expect(kept).toBeGreaterThan(0);
});
