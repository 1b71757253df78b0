/** What the sandbox tells of itself under `/_sandbox`: requests, objects, events, the clock, the state of an account. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Call } from '#sandbox/engine/call.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import type { Sandbox } from '#sandbox/server/sandbox.ts';
import { stripeAt } from '../../helpers/stripe.ts';
import { accounts, type Loose, refusal, send, type TestAccount } from '../helpers.ts';

const TOKEN = 'a-token-of-this-test';
const SEEDED = 'sk_test_seeded';
const sandbox = accounts({
  token: TOKEN,
  prepare: (one: Sandbox) => {
    const account = one.accounts.get(SEEDED.slice('sk_test_'.length));
    const call = new Call(account, one.registry, account.clock.now());
    call.create(customer, { id: 'cus_seed', metadata: {} } as Loose);
  },
});
const HOUR = 3_600;
const DAY = 24 * HOUR;

const pay = (account: TestAccount, source = 'tok_visa') =>
  account.stripe.charges.create({ amount: 500, currency: 'usd', source });

/** A request by the token. */
const byToken = (path: string, account?: string, method = 'GET') =>
  send(sandbox.url, {
    method,
    path,
    key: TOKEN,
    ...(account !== undefined && { headers: { 'stripe-account': account } }),
  });

const idOf = async (account: TestAccount): Promise<string> =>
  (await account.call('GET', '/_sandbox/accounts')).data[0].id;

describe('the log of requests', () => {
  test('holds requests with their replies, newest first', async () => {
    const account = sandbox.open();
    const charge = await pay(account);
    await refusal(pay(account, 'tok_chargeDeclined'));
    const { data } = await account.call('GET', '/_sandbox/requests');
    expect(data).toMatchObject([
      { method: 'POST', path: '/v1/charges', status: 402, truncated: false, fault: null },
      {
        id: charge.lastResponse.requestId,
        object: 'request',
        method: 'POST',
        path: '/v1/charges',
        status: 200,
        parameters: { amount: '500', currency: 'usd', source: 'tok_…' },
      },
    ]);
    expect(JSON.parse(data[1].reply)).toEqual(JSON.parse(JSON.stringify(charge)));
    expect(JSON.parse(data[0].reply).error.code).toBe('card_declined');
    expect(await account.call('GET', `/_sandbox/requests/${data[0].id}`)).toEqual(data[0]);
    expect(await refusal(account.call('GET', '/_sandbox/requests/req_0'))).toMatchObject({ status: 404 });
  });

  test('masks what the declarations call secret, and what nothing declares', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/tokens', {
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '987' },
    });
    const { id } = await account.stripe.customers.create();
    await refusal(
      account.call('POST', '/v1/customers', { secret_code: 'hidden-value', number: '378282246310005' }),
    );
    await account.call('POST', `/v1/customers/${id}`, { source: 'tok_visa_debit' });
    const token = await account.call('POST', '/v1/tokens', {
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2040 },
    });
    await account.call('GET', `/v1/tokens/${token.id}`);
    await account.call('POST', '/v1/accounts', { managed: true });
    const log = await account.call('GET', '/_sandbox/requests');
    const written = JSON.stringify(log);
    for (const secret of [
      '4242424242424242',
      'hidden-value',
      '378282246310005',
      'tok_visa_debit',
      token.id,
    ]) {
      expect(written).not.toContain(secret);
    }
    // Its digits may also be part of an ID.
    expect(written).not.toMatch(/"987\\*"/);
    expect(written).not.toMatch(/sk_test_\w/);
    expect(log.data[1]).toMatchObject({ method: 'GET', path: '/v1/tokens/tok_…' });
    expect(log.data[4].parameters).toEqual({ secret_code: '…', number: '…' });
    expect(log.data.at(-1).parameters).toEqual({
      card: { number: '…', exp_month: '…', exp_year: '…', cvc: '…' },
    });
  });

  test('is filtered by method, path and status, and read in pages', async () => {
    const account = sandbox.open();
    await pay(account);
    await account.stripe.customers.create();
    await account.stripe.customers.list();
    await refusal(pay(account, 'tok_chargeDeclined'));
    const paths = async (query: object) =>
      (await account.call('GET', '/_sandbox/requests', query)).data.map(
        ({ path, status }: Loose) => `${path} ${status}`,
      );
    expect(await paths({ method: 'get' })).toEqual(['/v1/customers 200']);
    expect(await paths({ path: '/v1/cha*' })).toEqual(['/v1/charges 402', '/v1/charges 200']);
    expect(await paths({ status: '4xx' })).toEqual(['/v1/charges 402']);
    expect(await paths({ status: '200', path: '*charges' })).toEqual(['/v1/charges 200']);
    const first = await account.call('GET', '/_sandbox/requests', { limit: 3 });
    expect(first.has_more).toBe(true);
    const rest = await account.call('GET', '/_sandbox/requests', { starting_after: first.data[2].id });
    expect(rest).toMatchObject({ has_more: false, data: [{ path: '/v1/charges', status: 200 }] });
  });

  test('says what a fault did to a reply', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/faults', { kind: 'cut', count: 1 });
    await expect(
      fetch(`${sandbox.url}/v1/charges`, { headers: { authorization: `Bearer ${account.key}` } }).then((r) =>
        r.text(),
      ),
    ).rejects.toThrow();
    expect((await account.call('GET', '/_sandbox/requests')).data[0]).toMatchObject({
      fault: 'cut',
      status: 200,
    });
  });

  test('keeps the beginning of a long reply, and forgets the oldest requests', async () => {
    const account = sandbox.open();
    for (let count = 0; count < 30; count += 1) {
      await pay(account);
    }
    const all = await account.stripe.charges.list({ limit: 30 });
    const [long] = (await account.call('GET', '/_sandbox/requests', { limit: 1 })).data;
    expect(long).toMatchObject({ truncated: true });
    expect(long.reply).toHaveLength(16_000);
    expect(JSON.stringify(all.data).length).toBeGreaterThan(16_000);
    for (let count = 0; count < 500; count += 1) {
      await account.stripe.customers.list();
    }
    const { data } = await account.call('GET', '/_sandbox/requests', { limit: 500 });
    expect(data).toHaveLength(500);
    expect(data.every(({ path }: Loose) => path === '/v1/customers')).toBe(true);
  });
});

describe('accounts', () => {
  test('are shown to whoever brings their key, and all to whoever brings the token', async () => {
    const [one, other] = [sandbox.open(), sandbox.open()];
    await pay(one);
    await other.stripe.customers.create();
    const [mine, theirs] = [await idOf(one), await idOf(other)];
    const connected = (await one.call('POST', '/v1/accounts', { managed: true })).id;
    const ids = (list: Loose) => list.data.map(({ id }: Loose) => id);
    expect(ids(await one.call('GET', '/_sandbox/accounts'))).toEqual([mine, connected]);
    const all = (await byToken('/_sandbox/accounts')).body;
    expect(ids(all)).toEqual(expect.arrayContaining([mine, theirs, connected]));
    expect(all.data.find(({ id }: Loose) => id === mine)).toMatchObject({
      objects: expect.any(Number),
      platform: null,
    });
    expect((await byToken('/_sandbox/objects', mine)).body.data).toContainEqual({ type: 'charge', count: 1 });
    expect((await byToken('/_sandbox/requests', theirs)).body.data).toMatchObject([
      { path: '/v1/customers' },
    ]);
    const everybodys = (await byToken('/_sandbox/requests?limit=500')).body.data.map(
      ({ account }: Loose) => account,
    );
    expect(everybodys).toEqual(expect.arrayContaining([mine, theirs]));
    const own = (await one.call('GET', '/_sandbox/requests')).data.map(({ account }: Loose) => account);
    expect(new Set(own)).toEqual(new Set([mine]));
  });

  test('of others cannot be asked for by a key', async () => {
    const [one, other] = [sandbox.open(), sandbox.open()];
    const theirs = await idOf(other);
    const asked = await send(sandbox.url, {
      path: '/_sandbox/objects',
      key: one.key,
      headers: { 'stripe-account': theirs },
    });
    expect(asked.status).toBe(401);
  });

  test('must be named by who brings the token, and the token opens nothing else', async () => {
    expect(await byToken('/_sandbox/objects')).toMatchObject({ status: 400 });
    expect(await byToken('/_sandbox/objects', 'acct_nobody')).toMatchObject({ status: 404 });
    expect(await byToken('/v1/charges')).toMatchObject({ status: 401 });
    expect(await send(sandbox.url, { path: '/_sandbox/accounts', key: `${TOKEN}x` })).toMatchObject({
      status: 401,
    });
    expect(await send(sandbox.url, { path: '/_sandbox/accounts' })).toMatchObject({ status: 401 });
  });
});

describe('objects', () => {
  test('are counted by type, and listed as the API shows them', async () => {
    const account = sandbox.open();
    const charges = [await pay(account), await pay(account), await pay(account)];
    await account.stripe.customers.create({ source: 'tok_visa' });
    expect((await account.call('GET', '/_sandbox/objects')).data).toEqual(
      expect.arrayContaining([
        { type: 'charge', count: 3 },
        { type: 'customer', count: 1 },
        { type: 'card', count: 1 },
      ]),
    );
    const first = await account.call('GET', '/_sandbox/objects', { type: 'charge', limit: 2 });
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(first.data).toEqual(plain([charges[2], charges[1]]));
    expect(first.has_more).toBe(true);
    const rest = await account.call('GET', '/_sandbox/objects', {
      type: 'charge',
      starting_after: charges[1]!.id,
    });
    expect(rest).toMatchObject({ data: [{ id: charges[0]!.id }], has_more: false });
    expect(await refusal(account.call('GET', '/_sandbox/objects', { type: 'nothing' }))).toMatchObject({
      param: 'type',
    });
  });

  test('come with what they belong to and what happened to them', async () => {
    const account = sandbox.open();
    const { id: customerId } = await account.stripe.customers.create({ source: 'tok_visa' });
    const charge = await account.stripe.charges.create({
      amount: 500,
      currency: 'usd',
      customer: customerId,
    });
    const refund = await account.stripe.refunds.create({ charge: charge.id });
    const { object, related, timeline } = await account.call('GET', `/_sandbox/objects/${charge.id}`);
    expect(object).toEqual(JSON.parse(JSON.stringify(await account.stripe.charges.retrieve(charge.id))));
    expect(related).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: customerId, object: 'customer', relation: 'referenced' }),
        expect.objectContaining({ id: refund.id, object: 'refund' }),
      ]),
    );
    expect(
      timeline.map(({ kind, type, method, path }: Loose) => `${kind} ${type ?? `${method} ${path}`}`),
    ).toEqual(
      expect.arrayContaining([
        'request POST /v1/charges',
        'event charge.succeeded',
        'request POST /v1/refunds',
        'event charge.refunded',
      ]),
    );
    expect(await refusal(account.call('GET', '/_sandbox/objects/ch_0'))).toMatchObject({
      status: 404,
      param: 'id',
    });
  });

  test('are shown at the version that is asked for', async () => {
    const account = sandbox.open();
    const { id } = await pay(account);
    const answer = await send(sandbox.url, {
      path: `/_sandbox/objects/${id}`,
      key: account.key,
      headers: { 'stripe-version': '2013-08-13' },
    });
    const old = stripeAt(sandbox.url, account.key);
    const expected = await old.rawRequest('GET', `/v1/charges/${id}`, undefined, {
      apiVersion: '2013-08-13',
    });
    expect(answer.body.object).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});

describe('events', () => {
  const receivers: Server[] = [];
  afterEach(async () => {
    for (const server of receivers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** A receiver that answers as it is told; `statuses` can be changed. */
  async function receiver(account: TestAccount, told: { status: number; body?: string }) {
    const received: Loose[] = [];
    const server = createServer(async (request, response) => {
      const body = await text(request);
      const signature = String(request.headers['stripe-signature']);
      received.push(account.stripe.webhooks.constructEvent(body, signature, 'whsec_test'));
      response.writeHead(told.status).end(told.body);
    });
    receivers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const { id } = await account.call('POST', '/_sandbox/webhooks', { url, secret: 'whsec_test' });
    return { received, id, url };
  }

  test('show each try with what the receiver answered, and are sent again', async () => {
    const account = sandbox.open();
    const told = { status: 500, body: `no such table ${'x'.repeat(2_000)}` };
    const { received, id, url } = await receiver(account, told);
    await account.stripe.customers.create();
    await account.advance(HOUR);
    const [listed] = (await account.call('GET', '/_sandbox/events', { type: 'customer.*' })).data;
    expect(listed).toMatchObject({
      event: { type: 'customer.created', pending_webhooks: 1 },
      deliveries: [
        {
          webhook: id,
          url,
          status: 'pending',
          tries: [
            { succeeded: false, status: 500, reply: `no such table ${'x'.repeat(986)}`, error: null },
            { succeeded: false, status: 500 },
          ],
        },
      ],
    });
    expect(listed.deliveries[0].next_try - listed.deliveries[0].tries[1].created).toBe(2 * HOUR);
    told.status = 200;
    const resent = await account.call('POST', `/_sandbox/events/${listed.id}/resend`);
    expect(resent).toMatchObject({
      event: { pending_webhooks: 0 },
      deliveries: [
        { status: 'succeeded', next_try: null, tries: [{}, {}, { succeeded: true, status: 200 }] },
      ],
    });
    await account.advance(3 * DAY);
    expect(received.map((event) => event.id)).toEqual([listed.id, listed.id, listed.id]);
  });

  test('that were given up can be sent again, with all tries', async () => {
    const account = sandbox.open();
    const told = { status: 503 };
    await receiver(account, told);
    await account.stripe.customers.create();
    await account.advance(4 * DAY);
    const [given] = (await account.call('GET', '/_sandbox/events')).data;
    expect(given.deliveries).toMatchObject([
      { status: 'failed', next_try: null, tries: Array(7).fill({ status: 503 }) },
    ]);
    const again = await account.call('POST', `/_sandbox/events/${given.id}/resend`);
    expect(again).toMatchObject({
      event: { pending_webhooks: 1 },
      deliveries: [{ status: 'failed' }, { status: 'pending' }],
    });
    told.status = 200;
    const arrived = await account.call('POST', `/_sandbox/events/${given.id}/resend`);
    expect(arrived.event.pending_webhooks).toBe(0);
  });

  test('say why a receiver could not be reached', async () => {
    const account = sandbox.open();
    const { id } = await account.call('POST', '/_sandbox/webhooks', {
      url: 'http://127.0.0.1:1/',
      secret: 'whsec_test',
    });
    await account.stripe.customers.create();
    await account.advance(0);
    const [{ deliveries }] = (await account.call('GET', '/_sandbox/events')).data;
    expect(deliveries[0].tries).toMatchObject([
      { status: null, reply: null, error: expect.stringMatching(/./) },
    ]);
    expect((await account.call('GET', '/_sandbox/webhooks')).data).toEqual([
      { id, url: 'http://127.0.0.1:1/', events: ['*'], api_version: '2016-07-06' },
    ]);
    expect(await account.call('DELETE', `/_sandbox/webhooks/${id}`)).toEqual({ id, deleted: true });
    expect(await refusal(account.call('DELETE', `/_sandbox/webhooks/${id}`))).toMatchObject({ status: 404 });
    const [{ id: sent }] = (await account.call('GET', '/_sandbox/events')).data;
    expect(await refusal(account.call('POST', `/_sandbox/events/${sent}/resend`))).toMatchObject({
      status: 400,
    });
  });

  test('of each type that is offered are made, in old accounts and those of today', async () => {
    for (const kind of ['existing', 'today']) {
      const account = sandbox.open();
      await account.call('POST', '/_sandbox/policies', { account: kind });
      for (const type of (await account.call('GET', '/_sandbox/events/types')).data) {
        expect((await account.call('POST', '/_sandbox/events', { type })).event.type).toBe(type);
      }
    }
  });

  test('are made with own parameters, or about an object, and arrive', async () => {
    const account = sandbox.open();
    const { received } = await receiver(account, { status: 200 });
    const made = await account.call('POST', '/_sandbox/events', {
      type: 'charge.succeeded',
      parameters: { amount: 700, metadata: { order: '7' } },
    });
    expect(made).toMatchObject({
      event: { type: 'charge.succeeded', data: { object: { amount: 700 } } },
      deliveries: [{ status: 'succeeded', tries: [{ status: 200 }] }],
    });
    const { id } = await account.stripe.customers.create();
    const about = await account.call('POST', '/_sandbox/events', {
      type: 'customer.source.expiring',
      object: id,
    });
    expect(about.event).toMatchObject({ type: 'customer.source.expiring', data: { object: { id } } });
    expect(received.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['charge.succeeded', 'customer.source.expiring']),
    );
    for (const [parameters, param] of [
      [{ type: 'nothing.happened' }, 'type'],
      [{ type: 'charge.succeeded', parameters: { amount: 'x' } }, 'amount'],
      [{ type: 'a.b', object: 'ch_0' }, 'object'],
      [{ type: '<b>', object: id }, 'type'],
    ] as const) {
      expect(await refusal(account.call('POST', '/_sandbox/events', parameters))).toMatchObject({
        status: 400,
        param,
      });
    }
  });
});

describe('the clock and the balance', () => {
  test('tell what is due next, and what the account held', async () => {
    const account = sandbox.open();
    await pay(account);
    const before = await account.call('GET', '/_sandbox/clock');
    expect(before).toMatchObject({ advanced: 0, due_count: 1, due: [{ kind: 'balance.available' }] });
    await account.advance(3 * DAY);
    const after = await account.call('GET', '/_sandbox/clock');
    expect(after.now - before.now).toBeGreaterThanOrEqual(3 * DAY);
    expect(after).toMatchObject({ due_count: 0, due: [] });
    const { currencies } = await account.call('GET', '/_sandbox/balance');
    expect(currencies.usd.map(([, total, available]: number[]) => [total, available])).toEqual([
      [455, 0],
      [455, 455],
      [455, 455],
    ]);
  });
});

describe('the stream', () => {
  /** Reads the stream of a caller until `isLast` holds for a message. */
  async function read(
    key: string,
    isLast: (kind: string, data: Loose) => boolean,
    meanwhile: () => Promise<unknown>,
  ) {
    const abort = new AbortController();
    const response = await fetch(`${sandbox.url}/_sandbox/stream`, {
      headers: { authorization: `Bearer ${key}` },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const messages: { kind: string; data: Loose }[] = [];
    let begun: Promise<unknown> | undefined;
    let rest = '';
    for await (const chunk of response.body!) {
      begun ??= meanwhile();
      const parts = (rest + Buffer.from(chunk).toString('utf8')).split('\n\n');
      rest = parts.pop()!;
      for (const part of parts.filter((one) => one.startsWith('event: '))) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/s.exec(part)!;
        messages.push({ kind: kind!, data: JSON.parse(data!) });
      }
      const last = messages.at(-1);
      if (last !== undefined && isLast(last.kind, last.data)) {
        break;
      }
    }
    abort.abort();
    await begun;
    return messages;
  }

  test('tells of requests, events, deliveries and the clock as they happen, and of one account only', async () => {
    const [account, other] = [sandbox.open(), sandbox.open()];
    await account.call('POST', '/_sandbox/webhooks', { url: 'http://127.0.0.1:1/', secret: 'whsec_test' });
    const id = await idOf(account);
    const messages = await read(
      account.key,
      (kind) => kind === 'account',
      async () => {
        await pay(other);
        await pay(account);
        await account.advance(60);
        await account.call('POST', '/_sandbox/reset');
      },
    );
    expect(new Set(messages.map(({ data }) => data.account))).toEqual(new Set([id]));
    const kinds = messages.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['request', 'event', 'delivery', 'clock', 'account']));
    expect(messages.find(({ kind }) => kind === 'event')!.data).toMatchObject({ type: 'charge.succeeded' });
    expect(messages.find(({ kind }) => kind === 'request')!.data).toMatchObject({
      path: '/v1/charges',
      status: 200,
    });
  });

  test('tells nothing of what was taken back', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create();
    const messages = await read(
      account.key,
      (kind, data) => kind === 'request' && data.status === 200,
      async () => {
        await refusal(
          account.stripe.customers.update(id, { email: 'a@example.com', source: 'tok_chargeDeclined' }),
        );
        await account.stripe.customers.list();
      },
    );
    expect(messages.map(({ kind }) => kind)).toEqual(['request', 'request']);
  });

  test('tells the holder of the token of all accounts', async () => {
    const [one, other] = [sandbox.open(), sandbox.open()];
    const ids = [await idOf(one), await idOf(other)];
    const messages = await read(
      TOKEN,
      (kind, data) => kind === 'request' && data.account === ids[1],
      async () => {
        await one.stripe.customers.list();
        await other.stripe.customers.list();
      },
    );
    expect(messages.map(({ data }) => data.account)).toEqual(ids);
  });
});

describe('the state of an account', () => {
  test('is reset to what it was at the start, or to nothing', async () => {
    const account = sandbox.open(SEEDED);
    await account.stripe.customers.create();
    const customers = async () => (await account.stripe.customers.list()).data.map(({ id }) => id);
    expect(await customers()).toHaveLength(2);
    expect(await account.call('POST', '/_sandbox/reset')).toEqual({ reset: true, to: 'seeded' });
    expect(await customers()).toEqual(['cus_seed']);
    expect(await account.call('POST', '/_sandbox/reset', { to: 'empty' })).toEqual({
      reset: true,
      to: 'empty',
    });
    expect(await customers()).toEqual([]);
    expect(await account.call('POST', '/_sandbox/reset', { to: 'seeded' })).toEqual({
      reset: true,
      to: 'seeded',
    });
    expect(await customers()).toEqual(['cus_seed']);
    const plain = sandbox.open();
    await plain.stripe.customers.create();
    expect(await plain.call('POST', '/_sandbox/reset')).toEqual({ reset: true, to: 'empty' });
    expect((await plain.stripe.customers.list()).data).toEqual([]);
  });

  test('is saved, and loaded into the same account or another one', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create({ source: 'tok_visa' });
    const connected = await account.call('POST', '/v1/accounts', { managed: true });
    await account.advance(DAY);
    const state = await account.call('GET', '/_sandbox/state');
    expect(JSON.stringify(state)).not.toContain(account.key);
    expect(JSON.stringify(state)).not.toContain(connected.keys.secret);
    await account.stripe.customers.del(id);
    const load = (key: string, body: unknown) =>
      send(sandbox.url, {
        method: 'POST',
        path: '/_sandbox/state',
        key,
        body: JSON.stringify({ state: body }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await load(account.key, state)).status).toBe(200);
    expect(await account.stripe.customers.retrieve(id)).toMatchObject({ id, object: 'customer' });
    expect(await stripeAt(sandbox.url, connected.keys.secret).customers.list()).toMatchObject({ data: [] });
    const other = sandbox.open();
    const theirs = await idOf(other);
    expect((await load(other.key, state)).body).toEqual({ loaded: true, account: theirs });
    const charge = await other.stripe.charges.create({ amount: 500, currency: 'usd', customer: id });
    expect(charge.status).toBe('succeeded');
    const clocks = await Promise.all([account, other].map((one) => one.call('GET', '/_sandbox/clock')));
    expect(clocks[0].advanced).toBe(clocks[1].advanced);
    await other.advance(3 * DAY);
  });

  test('is not loaded when it is none, and then nothing changes', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create();
    const state = await account.call('GET', '/_sandbox/state');
    const [first] = state.accounts;
    const [time] = state.times;
    const task = { at: 1, kind: 'nothing', id: 'a', account: first.id };
    for (const broken of [
      {},
      { ...state, format: 1 },
      { ...state, accounts: [] },
      { ...state, accounts: [{ ...first, store: { rows: 'x' } }] },
      { ...state, accounts: [first, { ...first, platform: 'acct_gone', id: 'acct_x' }] },
      { ...state, times: [{ ...time, tasks: [task] }] },
      { ...state, times: [{ ...time, id: 'acct_other' }] },
    ]) {
      const answer = await send(sandbox.url, {
        method: 'POST',
        path: '/_sandbox/state',
        key: account.key,
        body: JSON.stringify({ state: broken }),
        headers: { 'content-type': 'application/json' },
      });
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({
        param: 'state',
        message: expect.stringMatching(/^Invalid state/),
      });
      expect((await account.stripe.customers.list()).data).toMatchObject([{ id }]);
    }
  });
});
