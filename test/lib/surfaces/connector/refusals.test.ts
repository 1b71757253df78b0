/** What a flow's author reads when something is wrong, and what a Stripe does that is no sandbox. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { handler as createCustomer } from '../../../../functions/connector/CreateCustomer.ts';
import { handler as getCustomer } from '../../../../functions/connector/GetCustomer.ts';
import { handler as onNewCustomer } from '../../../../functions/connector/OnNewCustomer.ts';
import { handler as onNewOrder } from '../../../../functions/connector/OnNewOrder.ts';
import { call } from '../../../helpers/call.ts';
import { testKey } from '../../../helpers/sandbox.ts';
import { json, type Script, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { Flow, stillClock } from './flow.ts';

let upstream: Upstream;
let script: Script;

stillClock();
beforeAll(async () => {
  upstream = await startUpstream((...seen) => script(...seen));
  Object.assign(process.env, { STRIPE_API_BASE: upstream.url, STRIPE_MAX_RETRIES: '0' });
});
afterEach(() => {
  upstream.seen.length = 0;
});
afterAll(() => upstream.close());

const refuse =
  (status: number, error: object): Script =>
  (response) =>
    json(response, status, { error: { type: 'invalid_request_error', ...error } });

describe('OnNewOrder, where Stripe no longer has orders', () => {
  test('passes the refusal on, and explains it', async () => {
    const message = 'Unrecognized request URL (GET: /v1/orders).';
    script = refuse(404, { message });
    const reply = await call(onNewOrder, { key: testKey(), headers: { host: 'flows.example.com' } });
    const explained = `${message} Deprecated by Stripe in October 2019 and closed to new accounts; Checkout Sessions, with Prices for what is sold, take their place.`;
    expect(reply).toMatchObject({ status: 404, body: { status: 404, error: { message: explained } } });
    expect(reply.body.message).toMatch(/orders/);
    expect(reply.body.message.endsWith(explained)).toBe(true);
  });

  test.each([401, 429, 500])(
    'says nothing of it when the refusal is about something else (%i)',
    async (status) => {
      script = refuse(status, { message: 'Not now.' });
      const reply = await call(onNewOrder, { key: testKey(), headers: { host: 'flows.example.com' } });
      expect(reply).toMatchObject({ status, body: { message: 'Not now.' } });
    },
  );
});

describe('Stripe', () => {
  test('that has too many calls is obeyed', async () => {
    script = (response) =>
      json(
        response,
        429,
        { error: { type: 'rate_limit_error', message: 'Too many requests.' } },
        { 'retry-after': '7' },
      );
    const reply = await call(createCustomer, { key: testKey(), body: {} });
    expect(reply).toMatchObject({ status: 429, body: { error: { type: 'rate_limit_error' } } });
    expect(reply.headers['retry-after']).toBe('7');
  });

  test('that cannot be reached is told apart from a refusal', async () => {
    script = (response) => response.socket?.destroy();
    const reply = await call(createCustomer, { key: testKey(), body: {} });
    expect(reply).toMatchObject({ status: 502, body: { status: 502, error: { retryable: true } } });
    expect(reply.body.message).toContain('Idempotency-Key');
  });

  test('whose answers tell no time is asked by our clock', async () => {
    script = (response, { url }) => {
      response.sendDate = false;
      json(response, 200, {
        object: 'list',
        has_more: false,
        data: url.includes('created')
          ? [
              {
                id: 'cus_2',
                created: Date.UTC(2016, 6, 6) / 1000 + 10,
                discount: { coupon: { id: '25OFF' } },
              },
            ]
          : [{ id: 'cus_1', created: 1 }],
      });
    };
    const flow = new Flow(onNewCustomer, 'OnNewCustomer', { key: testKey() });
    expect((await flow.poll()).status).toBe(202);
    expect((await flow.poll()).body).toMatchObject([{ id: 'cus_2', discount: '25OFF' }]);
    const [, { url }] = upstream.seen as [unknown, { url: string }];
    expect(decodeURIComponent(url)).toBe('/v1/customers?limit=100&ending_before=cus_1&created[gt]=0');
  });
});

describe('the key of the connection', () => {
  test.each<[string, Record<string, string>]>([
    ['as a bearer token', { Authorization: 'Bearer sk_test_x' }],
    ['in a header of its own', { 'X-API-Key': 'sk_test_x' }],
  ])('is taken %s', async (_, headers) => {
    script = (response) => json(response, 200, { id: 'cus_1', created: 1 });
    expect((await call(createCustomer, { headers, body: {} })).status).toBe(200);
    expect(upstream.seen[0]?.headers.authorization).toBe('Bearer sk_test_x');
  });

  test('is missed with a sentence that says where it goes', async () => {
    const reply = await call(createCustomer, { body: { Email: true } });
    expect(reply).toMatchObject({ status: 401, body: { status: 401, error: { param: 'API Key' } } });
    expect(reply.body.error.errors.map(({ param, code }: Record<string, string>) => [param, code])).toEqual([
      ['API Key', 'parameter_missing'],
      ['Email', 'parameter_invalid'],
    ]);
    expect(reply.body.message).toContain('X-API-Key');
  });

  test.each(['apiKey', 'api_key', 'X-API-Key', 'API key'])('is not taken from a URL, as %s', async (name) => {
    const reply = await call(createCustomer, { query: { [name]: 'sk_test_x' }, body: {} });
    expect(reply).toMatchObject({ status: 400 });
    expect(reply.body.error.code).toBe('secret_in_url');
    expect(upstream.seen).toEqual([]);
  });

  test('that Stripe does not take is told in Stripe’s words', async () => {
    script = refuse(401, { message: 'Invalid API Key provided: sk_test_****' });
    const reply = await call(getCustomer, {
      key: testKey(),
      path: '/connector/customers/cus_1',
      route: '/connector/customers/{Id}',
    });
    expect(reply).toMatchObject({ status: 401, body: { message: 'Invalid API Key provided: sk_test_****' } });
  });
});

describe('without CONNECTOR_STATE_SECRET', () => {
  test('the connector calls no Stripe but one on this machine', async () => {
    process.env['STRIPE_API_BASE'] = 'https://api.stripe.com';
    const replies = [
      await call(createCustomer, { key: testKey(), body: {} }),
      await call(onNewCustomer, { key: testKey(), headers: { host: 'flows.example.com' } }),
    ];
    process.env['STRIPE_API_BASE'] = upstream.url;
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 503 });
      expect(reply.body).toMatchObject({
        message: expect.stringContaining('CONNECTOR_STATE_SECRET'),
        error: { type: 'api_error', code: 'not_configured' },
      });
    }
    expect(upstream.seen).toEqual([]);
  });

  test('one that is too short is refused', async () => {
    const { readConnectorConfig } = await import('#lib/surfaces/connector/settings.ts');
    expect(() => readConnectorConfig({ CONNECTOR_STATE_SECRET: 'short' })).toThrow(
      'CONNECTOR_STATE_SECRET must have at least 32 characters.',
    );
  });
});
