import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '#lib/config/config.ts';
import * as charges from '#lib/operations/charges.ts';
import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import * as discounts from '#lib/operations/discounts.ts';
import { operation } from '#lib/operations/operation.ts';
import * as skus from '#lib/operations/skus.ts';
import { id, required } from '#lib/parameters/parameters.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { RequestOptions } from '#lib/stripe/send.ts';
import { json, type Script, startUpstream, type Upstream } from '../../helpers/upstream.ts';

let upstream: Upstream;
afterEach(() => upstream.close());

const remove = operation(
  'DELETE',
  '/v1/things/{thing}',
  { description: 'Deletes a thing.', returns: 'thing' },
  { thing: required(id('th', 'The thing.')), reason: id('', 'Why.') },
);

async function client(script: Script, environment: Record<string, string> = {}) {
  upstream = await startUpstream(script);
  return stripeClient(
    readConfig({ STRIPE_API_BASE: upstream.url, CARD_PAYMENTS: 'charges', ...environment }),
  );
}

const caller = (more: Partial<RequestOptions> = {}): RequestOptions => ({
  apiKey: 'sk_test_client',
  apiVersion: '2016-07-06',
  deadline: Date.now() + 10_000,
  ...more,
});

const fine: Script = (response) => json(response, 200, { id: 'ch_1', object: 'charge', data: [] });
const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };

/** The script for the n-th request. */
const oneByOne =
  (...scripts: Script[]): Script =>
  (response, seen, index) =>
    scripts[Math.min(index, scripts.length - 1)]!(response, seen, index);

const never: Script = () => undefined;
const drop: Script = (response) => response.socket?.destroy();
const cut: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id": "ch_');
  setTimeout(() => response.socket?.destroy(), 20);
};
const failing =
  (status: number, error: object = {}, headers: Record<string, string> = {}): Script =>
  (response) =>
    json(response, status, { error: { type: 'api_error', message: 'Failed.', ...error } }, headers);

describe('a request', () => {
  test('carries the key, the version, the account and the parameters', async () => {
    const send = await client(fine);
    const answer = await send(
      charges.create,
      { ...charge, metadata: { a: 'b&c' }, capture: false },
      caller({ stripeAccount: 'acct_1', idempotencyKey: 'k1' }),
    );
    expect(answer).toMatchObject({ status: 200, body: { id: 'ch_1' }, headers: { 'request-id': 'req_1' } });
    const [seen] = upstream.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/v1/charges',
      headers: {
        authorization: 'Bearer sk_test_client',
        'stripe-version': '2016-07-06',
        'stripe-account': 'acct_1',
        'idempotency-key': 'k1',
      },
    });
    expect(Object.fromEntries(new URLSearchParams(seen!.body))).toEqual({
      amount: '500',
      currency: 'usd',
      source: 'tok_visa',
      'metadata[a]': 'b&c',
      capture: 'false',
    });
  });

  test('has its parameters in the path and the query where there is no body', async () => {
    const send = await client(fine);
    await send(charges.list, { limit: 3, created: { gte: 5 } }, caller());
    await send(remove, { thing: 'a/../b?c#d', reason: 'old & gone' }, caller());
    expect(upstream.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/v1/charges?limit=3&created[gte]=5', ''],
      ['DELETE', '/v1/things/a%2F..%2Fb%3Fc%23d?reason=old%20%26%20gone', ''],
    ]);
  });
});

test('parameters that do not fit into a URL are refused by name, and not sent', async () => {
  const send = await client(fine);
  const ids = Array.from({ length: 1_000 }, (_, index) => `sku_${index}`);
  await expect(send(skus.list, { limit: 3, ids }, caller())).rejects.toMatchObject({
    status: 400,
    retryable: false,
    error: { param: 'ids', message: expect.stringMatching(/^ids is too long/) },
  });
  expect(upstream.seen).toHaveLength(0);
});

describe('a failed attempt is repeated under the same idempotency key', () => {
  test.each<[string, Script]>([
    ['a dropped connection', drop],
    ['an answer that is cut short', cut],
    ['500', failing(500)],
    ['503', failing(503)],
    ['429', failing(429, { type: 'rate_limit_error' })],
    ['a rate limit as of 2013', failing(400, { code: 'rate_limit' })],
    ['409 for a twin in flight', failing(409, { code: 'idempotency_key_in_use' })],
    ['an answer that is no JSON', (response) => response.writeHead(502).end('<html>')],
  ])('%s', async (_, script) => {
    const send = await client(oneByOne(script, fine));
    expect((await send(charges.create, charge, caller())).body['id']).toBe('ch_1');
    const keys = upstream.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[\w-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test('as often as the configuration says, and no more', async () => {
    const send = await client(drop, { STRIPE_MAX_RETRIES: '1' });
    await expect(send(charges.create, charge, caller())).rejects.toThrow(StripeConnectionError);
    expect(upstream.seen).toHaveLength(2);
  });

  test('but not when Stripe advises against it', async () => {
    const send = await client(failing(500, {}, { 'stripe-should-retry': 'false' }));
    await expect(send(charges.create, charge, caller())).rejects.toMatchObject({ status: 500 });
    expect(upstream.seen).toHaveLength(1);
  });

  test('nor when it is what Stripe keeps for the key', async () => {
    const send = await client(failing(500, {}, { 'idempotent-replayed': 'true' }));
    await expect(send(charges.create, charge, caller())).rejects.toMatchObject({
      status: 500,
      retryable: false,
    });
    expect(upstream.seen).toHaveLength(1);
  });

  test('and when that does not help either, the key is told, for it may have been carried out', async () => {
    const send = await client(oneByOne(drop, failing(503)), { STRIPE_MAX_RETRIES: '1' });
    const error = await send(charges.create, charge, caller()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      status: 503,
      retryable: true,
      idempotencyKey: upstream.seen[0]!.headers['idempotency-key'],
    });
  });

  test('nor when it is not to be expected that it helps', async () => {
    const send = await client(failing(402, { type: 'card_error', code: 'card_declined', charge: 'ch_2' }));
    const error = await send(charges.create, charge, caller()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StripeApiError);
    expect(error).toMatchObject({
      status: 402,
      requestId: 'req_1',
      error: { type: 'card_error', code: 'card_declined', charge: 'ch_2', message: 'Failed.' },
    });
    expect(upstream.seen).toHaveLength(1);
  });

  test('after as long as Stripe asks for', async () => {
    const send = await client(oneByOne(failing(429, {}, { 'retry-after': '1' }), fine));
    const started = performance.now();
    await send(charges.retrieve, { charge: 'ch_1' }, caller());
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test('not all at once, where many calls failed at the same time', async () => {
    const arrivals: number[] = [];
    const send = await client((response, seen, index) => {
      arrivals.push(performance.now());
      (index < 20 ? failing(503) : fine)(response, seen, index);
    });
    await Promise.all(Array.from({ length: 20 }, () => send(charges.retrieve, { charge: 'ch_1' }, caller())));
    const repeated = arrivals.slice(20);
    expect(repeated).toHaveLength(20);
    expect(Math.max(...repeated) - Math.min(...repeated)).toBeGreaterThan(40);
  });

  test('or at the time that Stripe names', async () => {
    // A date has whole seconds. This one is further ahead than the client waits by itself.
    const moment = new Date(Math.ceil((Date.now() + 300) / 1000) * 1000);
    const send = await client(oneByOne(failing(503, {}, { 'retry-after': moment.toUTCString() }), fine));
    await send(charges.retrieve, { charge: 'ch_1' }, caller());
    expect(Date.now()).toBeGreaterThanOrEqual(moment.getTime());
  });
});

describe('time', () => {
  test('an attempt that takes too long ends with 504 and the key to repeat it with', async () => {
    const send = await client(never, { STRIPE_TIMEOUT: '100', STRIPE_MAX_RETRIES: '0' });
    const error = await send(charges.create, charge, caller()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      status: 504,
      idempotencyKey: upstream.seen[0]!.headers['idempotency-key'],
    });
    expect((error as Error).message).toContain((error as StripeConnectionError).idempotencyKey);
  });

  test('no call outlives its deadline, whatever Stripe asks for', async () => {
    const send = await client(failing(503, {}, { 'retry-after': '60' }));
    // Far less than the minute that is asked for, after which this test would have failed long since.
    await expect(send(charges.create, charge, caller({ deadline: Date.now() + 300 }))).rejects.toMatchObject({
      status: 503,
    });
  });

  test('not even when the answer drips in byte by byte', async () => {
    let drip: NodeJS.Timeout | undefined;
    const send = await client((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(send(charges.create, charge, caller({ deadline: Date.now() + 300 }))).rejects.toMatchObject({
      status: 504,
    });
    clearInterval(drip);
  });
});

describe('an attempt of ours that is still being carried out', () => {
  const busy = failing(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use' });

  test('is waited for, however often it takes', async () => {
    const send = await client(oneByOne(never, busy, busy, fine), {
      STRIPE_TIMEOUT: '100',
      STRIPE_MAX_RETRIES: '1',
    });
    expect(await send(charges.create, charge, caller())).toMatchObject({ body: { id: 'ch_1' } });
    expect(new Set(upstream.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('is too slow when the time is over, and not a conflict of the caller’s making', async () => {
    const send = await client(oneByOne(never, busy), { STRIPE_TIMEOUT: '100' });
    await expect(send(charges.create, charge, caller({ deadline: Date.now() + 800 }))).rejects.toMatchObject({
      status: 504,
      idempotencyKey: expect.any(String),
    });
  });

  test('is not what a failure of another status speaks of', async () => {
    const failure = failing(503, { code: 'idempotency_key_in_use' });
    const send = await client(failure, { STRIPE_MAX_RETRIES: '2', STRIPE_RETRY_DELAY: '1' });
    await expect(send(charges.create, charge, caller())).rejects.toMatchObject({ status: 503 });
    expect(upstream.seen).toHaveLength(3);
  });

  test('of somebody else is the conflict that Stripe says it is', async () => {
    const send = await client(busy, { STRIPE_MAX_RETRIES: '1' });
    await expect(send(charges.create, charge, caller({ idempotencyKey: 'k' }))).rejects.toMatchObject({
      status: 409,
    });
    expect(upstream.seen).toHaveLength(2);
  });
});

describe('a page of a list', () => {
  const page = (data: object[], has_more: boolean) => (response: Parameters<Script>[0]) =>
    json(response, 200, { object: 'list', data, has_more });

  test.each<[string, object[], boolean]>([
    ['holds the object that it should follow', [{ id: 'ch_2' }, { id: 'ch_1' }], false],
    ['is empty although more should follow', [], true],
    ['does not say after what more follows', [{ id: 'ch_3' }, { id: 4 }], true],
  ])('that %s is asked for again, and no success', async (_, data, more) => {
    const send = await client(oneByOne(page(data, more), page([{ id: 'ch_3' }], true)));
    const values = { starting_after: 'ch_2' };
    expect(await send(charges.list, values, caller())).toMatchObject({ body: { data: [{ id: 'ch_3' }] } });
    expect(upstream.seen).toHaveLength(2);
    await upstream.close();
    const again = await client(page(data, more), { STRIPE_MAX_RETRIES: '0' });
    await expect(again(charges.list, values, caller())).rejects.toMatchObject({
      status: 502,
      reason: expect.stringContaining('a list page'),
    });
  });
});

describe('a delete whose answer was lost', () => {
  const notFound = failing(404, { type: 'invalid_request_error', message: 'No such thing: th_1' });

  test('is a success when the next attempt finds nothing', async () => {
    const send = await client(oneByOne(drop, notFound));
    expect(await send(remove, { thing: 'th_1' }, caller())).toMatchObject({
      status: 200,
      body: { deleted: true, id: 'th_1' },
    });
  });

  test('is answered with the object where the delete is', async () => {
    const canceled: Script = (response) => json(response, 200, { id: 'sub_1', status: 'canceled' });
    const send = await client(oneByOne(drop, notFound, canceled));
    const values = { customer: 'cus_1', subscription: 'sub_1', at_period_end: false };
    expect(await send(subscriptions.cancel, values, caller())).toMatchObject({
      status: 200,
      body: { id: 'sub_1', status: 'canceled' },
    });
    expect(upstream.seen.at(-1)).toMatchObject({
      method: 'GET',
      url: '/v1/customers/cus_1/subscriptions/sub_1',
    });
  });

  test('is answered with what is sure where the version no longer shows the object', async () => {
    const send = await client(oneByOne(drop, notFound));
    const { body } = await send(
      subscriptions.cancel,
      { customer: 'cus_1', subscription: 'sub_1' },
      caller({ apiVersion: '2013-08-13' }),
    );
    expect(body).toEqual({ id: 'sub_1', object: 'subscription', customer: 'cus_1', status: 'canceled' });
  });

  test('is answered without an id where that is not known', async () => {
    const send = await client(oneByOne(drop, notFound));
    const { body } = await send(discounts.deleteCustomerDiscount, { customer: 'cus_1' }, caller());
    expect(body).toEqual({ deleted: true });
  });

  test('is not found when the first attempt finds nothing', async () => {
    const send = await client(notFound);
    await expect(send(remove, { thing: 'th_1' }, caller())).rejects.toMatchObject({ status: 404 });
  });
});

test('a kept connection that turns out to be closed is replaced once, even without retries', async () => {
  const send = await client(oneByOne(fine, drop, fine, drop, drop), { STRIPE_MAX_RETRIES: '0' });
  const retrieve = () => send(charges.retrieve, { charge: 'ch_1' }, caller());
  await retrieve();
  expect(await retrieve()).toMatchObject({ status: 200 });
  await expect(retrieve()).rejects.toMatchObject({ status: 502 });
  expect(upstream.seen).toHaveLength(5);
});
