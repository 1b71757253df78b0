import { describe, expect, test } from '@jest/globals';
import { accounts, refusal, send, type TestAccount } from './helpers.ts';

const sandbox = accounts();
const DAY = 86_400;
const charge = { amount: 1000, currency: 'usd', source: 'tok_visa' };
const daily = { id: 'daily', name: 'Daily', amount: 100, currency: 'usd', interval: 'day' };

describe('the clock', () => {
  test('advances one account and no other', async () => {
    const [account, other] = [sandbox.open(), sandbox.open()];
    const before = Math.floor(Date.now() / 1000);
    await account.advance(365 * DAY);
    expect((await account.stripe.customers.create()).created).toBeGreaterThanOrEqual(before + 365 * DAY);
    expect((await other.stripe.customers.create()).created).toBeLessThan(before + 60);
  });

  test('runs what falls due meanwhile, each at its own moment', async () => {
    const account = sandbox.open();
    const { created } = await account.stripe.charges.create({ ...charge, capture: false });
    await account.advance(DAY);
    const later = await account.stripe.charges.create({ ...charge, capture: false });
    await account.advance(30 * DAY - 60);
    const { data } = await account.stripe.events.list({ type: 'charge.refunded' });
    expect(data.map((event) => event.created)).toEqual([later.created + 7 * DAY, created + 7 * DAY]);
    expect(data.map((event) => event.request)).toEqual([null, null]);
  });

  test('lets others be answered while much falls due', async () => {
    const [busy, other] = [sandbox.open(), sandbox.open()];
    await busy.call('POST', '/v1/plans', daily);
    const subscribe = () => busy.call('POST', '/v1/customers', { source: 'tok_visa', plan: 'daily' });
    await Promise.all(Array.from({ length: 20 }, subscribe));
    const order: string[] = [];
    const advanced = busy.advance(30 * DAY).then(() => order.push('advanced'));
    await other.stripe.customers.create();
    order.push('answered');
    await other.stripe.customers.list();
    order.push('answered');
    await advanced;
    expect(order).toEqual(['answered', 'answered', 'advanced']);
    const { data } = await busy.stripe.events.list({ type: 'invoice.payment_succeeded', limit: 100 });
    expect(data).toHaveLength(100);
  });

  test('advances by the sum of what is asked for at once', async () => {
    const account = sandbox.open();
    await account.stripe.charges.create({ ...charge, capture: false });
    const before = Math.floor(Date.now() / 1000);
    await Promise.all([account.advance(10 * DAY), account.advance(20 * DAY)]);
    expect((await account.stripe.customers.create()).created).toBeGreaterThanOrEqual(before + 30 * DAY);
  });

  test('stops where the account is reset', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/plans', daily);
    await account.call('POST', '/v1/customers', { source: 'tok_visa', plan: 'daily' });
    const advanced = account.advance(366 * DAY);
    await account.call('POST', '/_sandbox/reset');
    await advanced;
    expect((await account.stripe.customers.list()).data).toEqual([]);
  });

  test.each([-1, 'soon', undefined, 1e12])('refuses %s', async (advance) => {
    expect(await refusal(sandbox.open().call('POST', '/_sandbox/clock', { advance }))).toMatchObject({
      status: 400,
      param: 'advance',
    });
  });

  test('makes funds available', async () => {
    const account = sandbox.open();
    const { balance_transaction } = await account.stripe.charges.create(charge);
    const transaction = () => account.call('GET', `/v1/balance/history/${balance_transaction}`);
    const { available_on, created, status } = await transaction();
    expect(status).toBe('pending');
    expect(available_on % DAY).toBe(0);
    expect(available_on).toBe((Math.floor(created / DAY) + 2) * DAY);
    await account.advance(2 * DAY);
    expect(await transaction()).toMatchObject({ status: 'available' });
    expect(await account.call('GET', '/v1/balance')).toMatchObject({
      available: [{ amount: 941 }],
      pending: [{ amount: 0 }],
    });
    expect((await account.stripe.events.list({ type: 'balance.available' })).data).toMatchObject([
      { created: available_on, data: { object: { object: 'balance', available: [{ amount: 941 }] } } },
    ]);
  });
});

describe('faults', () => {
  const arm = (account: TestAccount, fault: object) => account.call('POST', '/_sandbox/faults', fault);
  const create = (account: TestAccount, key = 'k1') =>
    send(sandbox.url, {
      method: 'POST',
      path: '/v1/charges',
      key: account.key,
      body: 'amount=500&currency=usd&source=tok_visa',
      headers: { 'idempotency-key': key },
    });
  const count = async (account: TestAccount) =>
    (await account.stripe.charges.list({ limit: 100 })).data.length;

  test('drop_before closes the connection, and nothing was carried out', async () => {
    const account = sandbox.open();
    await arm(account, { kind: 'drop_before', method: 'POST', count: 1 });
    await expect(create(account)).rejects.toThrow();
    expect(await count(account)).toBe(0);
    expect((await create(account)).status).toBe(200);
  });

  test('drop_after closes the connection after the change; the key gives its answer', async () => {
    const account = sandbox.open();
    await arm(account, { kind: 'drop_after', method: 'POST', count: 1 });
    await expect(create(account)).rejects.toThrow();
    expect(await count(account)).toBe(1);
    expect((await create(account)).headers.get('idempotent-replayed')).toBe('true');
    expect(await count(account)).toBe(1);
  });

  test('cut sends half of the body', async () => {
    const account = sandbox.open();
    await arm(account, { kind: 'cut', path: '/v1/char*', count: 1 });
    await expect(create(account)).rejects.toThrow();
    expect(await count(account)).toBe(1);
  });

  test('delay waits', async () => {
    const account = sandbox.open();
    await arm(account, { kind: 'delay', delay: 100, count: 1 });
    const start = performance.now();
    await count(account);
    expect(performance.now() - start).toBeGreaterThan(90);
  });

  test.each([429, 500, 502, 503, 504])('error answers with %i and carries nothing out', async (status) => {
    const account = sandbox.open();
    await arm(account, { kind: 'error', status, count: 1 });
    const { status: answered, body } = await create(account);
    expect(answered).toBe(status);
    expect(body.error.type).toBe(status === 429 ? 'rate_limit_error' : 'api_error');
    expect(await count(account)).toBe(0);
  });

  test('hit the requests that they are meant for, in the order of their seed', async () => {
    const hits = async (seed: string) => {
      const account = sandbox.open();
      await arm(account, { kind: 'error', status: 503, path: '/v1/customers', rate: 0.5, seed });
      const statuses: number[] = [];
      for (let sent = 0; sent < 20; sent += 1) {
        statuses.push((await send(sandbox.url, { path: '/v1/customers', key: account.key })).status);
      }
      const { data } = await account.call('GET', '/_sandbox/faults');
      const failed = statuses.filter((status) => status === 503).length;
      expect(data).toEqual([expect.objectContaining({ kind: 'error', rate: 0.5, hits: failed })]);
      expect(await count(account)).toBe(0);
      return statuses;
    };
    const first = await hits('a');
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await hits('a')).toEqual(first);
    expect(await hits('b')).not.toEqual(first);
  });

  test('hit a request by its idempotency key, in whatever order requests come', async () => {
    const statusesOf = async (keys: readonly string[]) => {
      const account = sandbox.open();
      await arm(account, { kind: 'error', status: 503, rate: 0.5, seed: 'a' });
      const statuses = new Map<string, number[]>();
      for (const key of [...keys, ...keys]) {
        statuses.set(key, [...(statuses.get(key) ?? []), (await create(account, key)).status]);
      }
      return statuses;
    };
    const keys = Array.from({ length: 10 }, (_, index) => `key-${index}`);
    expect(await statusesOf(keys.toReversed())).toEqual(await statusesOf(keys));
  });

  test('are taken back, and concern one account', async () => {
    const [account, other] = [sandbox.open(), sandbox.open()];
    await arm(account, { kind: 'error', status: 503 });
    expect((await create(other)).status).toBe(200);
    expect((await create(account)).status).toBe(503);
    await account.call('DELETE', '/_sandbox/faults');
    expect((await create(account)).status).toBe(200);
  });

  test.each([
    [{}, 'kind'],
    [{ kind: 'explode' }, 'kind'],
    [{ kind: 'error' }, 'status'],
    [{ kind: 'error', status: 418 }, 'status'],
    [{ kind: 'cut', rate: 2 }, 'rate'],
  ])('%j is refused', async (fault, param) => {
    expect(await refusal(arm(sandbox.open(), fault))).toMatchObject({ status: 400, param });
  });
});
