import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { accounts, type Loose, refusal, type TestAccount } from '../helpers.ts';

const sandbox = accounts();
const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('events', () => {
  test('hold the object as it was, and what made them', async () => {
    const account = sandbox.open();
    const charge = await account.stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    await account.stripe.refunds.create({ charge: charge.id });
    const { data } = await account.stripe.events.list();
    const [refunded, succeeded] = data as Loose[];
    expect(succeeded).toEqual({
      id: expect.stringMatching(/^evt_\w{24}$/),
      object: 'event',
      api_version: '2016-07-06',
      created: charge.created,
      data: { object: charge },
      livemode: false,
      pending_webhooks: 0,
      request: charge.lastResponse.requestId,
      type: 'charge.succeeded',
    });
    expect(refunded).toMatchObject({
      type: 'charge.refunded',
      data: { object: { refunded: true, amount_refunded: 500, refunds: { total_count: 1 } } },
    });
    expect(await account.stripe.events.retrieve(succeeded.id)).toEqual(succeeded);
    expect(await refusal(account.stripe.events.retrieve('evt_0'))).toMatchObject({
      status: 404,
      param: 'id',
    });
  });

  test('of updates hold what changed, and only that', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create({
      email: 'a@example.com',
      metadata: { a: '1', b: '2' },
    });
    await account.stripe.customers.update(id, { email: 'b@example.com', metadata: { b: '3', c: '4' } });
    const { data } = await account.stripe.events.list({ type: 'customer.updated' });
    expect((data[0] as Loose).data.previous_attributes).toEqual({
      email: 'a@example.com',
      metadata: { b: '2', c: null },
    });
  });

  test('of a request that failed do not exist', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.customers.create();
    await refusal(
      account.stripe.customers.update(id, { email: 'a@example.com', source: 'tok_chargeDeclined' }),
    );
    expect((await account.stripe.events.list({ type: 'customer.updated' })).data).toEqual([]);
  });

  test('are listed by type, by part of it, and by several types', async () => {
    const account = sandbox.open();
    await account.stripe.customers.create({ source: 'tok_visa' });
    await account.stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    const types = async (query: object) =>
      (await account.call('GET', '/v1/events', query)).data.map(({ type }: Loose) => type);
    expect(await types({ type: 'customer.created' })).toEqual(['customer.created']);
    expect(await types({ type: 'customer.*' })).toEqual(['customer.created', 'customer.source.created']);
    expect(await types({ type: '*.created' })).toEqual(['customer.created', 'customer.source.created']);
    expect(await types({ types: ['charge.succeeded', 'customer.created'] })).toEqual([
      'charge.succeeded',
      'customer.created',
    ]);
    expect(await types({ type: 'nothing' })).toEqual([]);
    expect(await types({ type: 'customer.*', limit: 1 })).toEqual(['customer.created']);
    expect(await refusal(account.call('GET', '/v1/events', { type: 'a', types: ['b'] }))).toMatchObject({
      status: 400,
      param: 'types',
    });
  });

  test('are kept for thirty days', async () => {
    const account = sandbox.open();
    await account.stripe.customers.create();
    const { data } = await account.stripe.events.list();
    await account.advance(30 * DAY - 60);
    expect((await account.stripe.events.list()).data).toHaveLength(1);
    await account.advance(120);
    expect((await account.stripe.events.list()).data).toEqual([]);
    expect(await refusal(account.stripe.events.retrieve(data[0]!.id))).toMatchObject({ status: 404 });
    await account.stripe.customers.create();
    expect((await account.stripe.events.list()).data).toHaveLength(1);
  });
});

describe('webhooks', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  /** A receiver that answers with each status in turn, and then with the last one. */
  async function receiver(account: TestAccount, statuses: number[], events?: string[]) {
    const received: { body: string; signature: string }[] = [];
    const server = createServer(async (request, response) => {
      received.push({ body: await text(request), signature: String(request.headers['stripe-signature']) });
      response.writeHead(statuses.length > 1 ? statuses.shift()! : statuses[0]!).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    await account.call('POST', '/_sandbox/webhooks', {
      url,
      secret: 'whsec_test',
      ...(events && { events }),
    });
    return received;
  }

  const pending = async (account: TestAccount) =>
    (await account.stripe.events.list({ type: 'customer.created' })).data.map(
      (event) => event.pending_webhooks,
    );

  test('carry the event, signed so that the client accepts it', async () => {
    const account = sandbox.open();
    const received = await receiver(account, [200]);
    const { id } = await account.stripe.customers.create();
    await account.advance(0);
    expect(received).toHaveLength(1);
    const [{ body, signature }] = received as [{ body: string; signature: string }];
    const event: Loose = account.stripe.webhooks.constructEvent(body, signature, 'whsec_test');
    expect(event).toMatchObject({ type: 'customer.created', data: { object: { id } }, pending_webhooks: 1 });
    expect(() => account.stripe.webhooks.constructEvent(`${body} `, signature, 'whsec_test')).toThrow();
    expect(await pending(account)).toEqual([0]);
  });

  test('hear of connected accounts, and of which one', async () => {
    const account = sandbox.open();
    const received = await receiver(account, [200], ['customer.*']);
    const { id } = await account.call('POST', '/v1/accounts', { managed: true });
    await account.stripe.customers.create({}, { stripeAccount: id });
    await account.stripe.customers.create();
    await account.advance(1);
    const told = received.map(({ body }) => JSON.parse(body) as Loose);
    expect(told.map(({ type, user_id }) => [type, user_id])).toEqual([
      ['customer.created', id],
      ['customer.created', undefined],
    ]);
  });

  test('are tried again until they are taken, in less than three days', async () => {
    const account = sandbox.open();
    const received = await receiver(account, [500, 302, 204]);
    await account.stripe.customers.create();
    await account.advance(0);
    expect([received.length, await pending(account)]).toEqual([1, [1]]);
    await account.advance(HOUR);
    expect([received.length, await pending(account)]).toEqual([2, [1]]);
    await account.advance(2 * HOUR);
    expect([received.length, await pending(account)]).toEqual([3, [0]]);
    await account.advance(3 * DAY);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => JSON.parse(body).id)).size).toBe(1);
  });

  test('are given up after seven tries', async () => {
    const account = sandbox.open();
    const received = await receiver(account, [500]);
    await account.stripe.customers.create();
    await account.advance(30 * DAY - 60);
    expect([received.length, await pending(account)]).toEqual([7, [1]]);
  });

  test('that cannot be reached are tried again', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/webhooks', { url: 'http://127.0.0.1:1/', secret: 'whsec_test' });
    await account.stripe.customers.create();
    await account.advance(DAY);
    expect(await pending(account)).toEqual([1]);
  });

  test('are sent what they asked for, each on its own', async () => {
    const account = sandbox.open();
    const [all, some] = [
      await receiver(account, [200]),
      await receiver(account, [200], ['customer.source.*']),
    ];
    await account.stripe.customers.create({ source: 'tok_visa' });
    await account.advance(0);
    const types = (received: { body: string }[]) => received.map(({ body }) => JSON.parse(body).type).sort();
    expect(types(all)).toEqual(['customer.created', 'customer.source.created']);
    expect(types(some)).toEqual(['customer.source.created']);
    await account.call('DELETE', '/_sandbox/webhooks');
    await account.stripe.customers.create();
    await account.advance(0);
    expect(all).toHaveLength(2);
  });
});
