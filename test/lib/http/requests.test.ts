/** What every endpoint does with a request before and around its own work, seen at one of them. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { call, eventOf, type Sent } from '../../helpers/call.ts';
import { json, type Script, startUpstream, type Upstream } from '../../helpers/upstream.ts';

let upstream: Upstream;
let handler: Handler;
let lines: string[];
let script: Script;
const fine: Script = (response) =>
  json(response, 200, { id: 'ch_1', object: 'charge' }, { 'stripe-version': '2016-07-06' });

beforeAll(async () => {
  upstream = await startUpstream((...answer) => script(...answer));
  Object.assign(process.env, { STRIPE_API_BASE: upstream.url, LOG_LEVEL: 'info', STRIPE_MAX_RETRIES: '0' });
  ({ handler } = await import('../../../functions/socket/create-charge.ts'));
});
afterAll(() => upstream.close());
beforeEach(() => {
  script = fine;
  upstream.seen.length = 0;
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});

const key = 'sk_test_requests0123456789';
const args = { amount: 500, currency: 'usd', card: 'tok_visa' };
const form = 'amount=500&currency=usd&card=tok_visa';
const sentOn = () => Object.fromEntries(new URLSearchParams(upstream.seen.at(-1)?.body));

describe('a body is taken', () => {
  test.each<[string, Sent]>([
    ['as JSON', { key, body: args }],
    [
      'as JSON of any kind',
      {
        key,
        body: JSON.stringify(args),
        headers: { 'Content-Type': 'application/vnd.x+json; charset=utf-8' },
      },
    ],
    ['as JSON without a content type', { key, body: JSON.stringify(args) }],
    [
      'as JSON under the content type that curl gives',
      { key, body: JSON.stringify(args), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['as a form', { key, body: form, headers: { 'CONTENT-TYPE': 'application/x-www-form-urlencoded' } }],
    ['as a form without a content type', { key, body: form }],
    [
      'as a form under the content type that gateways fill in',
      { key, body: form, headers: { 'content-type': 'application/json' } },
    ],
    ['in base64', { key, body: args, base64: true }],
    ['with the key among the arguments', { body: { ...args, apiKey: key } }],
    [
      'in the query, but for what is secret',
      { key, query: { amount: 500, currency: 'usd' }, body: { card: 'tok_visa' } },
    ],
  ])('%s, in both event formats', async (_, sent) => {
    for (const format of ['1.0', '2.0'] as const) {
      expect(await call(handler, { ...sent, format })).toMatchObject({ status: 200, body: { id: 'ch_1' } });
      expect(sentOn()).toEqual({ amount: '500', currency: 'usd', source: 'tok_visa' });
      expect(upstream.seen.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    }
  });
});

describe('a request is refused', () => {
  test.each<[number, string, Sent, string, string[]?]>([
    [400, 'with malformed JSON', { key, body: '{"amount": 500,}' }, 'request_unreadable'],
    [400, 'with JSON that is no object', { key, body: '[1]' }, 'request_unreadable'],
    ...[
      '{"__proto__": {"a": 1}}',
      '{"\\u005f_proto\\u005f_": 1}',
      '{"a": [{"b": {"__proto__": null}}]}',
      '{"a": {"constructor": {"prototype": {"b": 1}}}}',
    ].map((body): [number, string, Sent, string] => [
      400,
      `with a key that could reach a prototype: ${body}`,
      { key, body },
      'request_unreadable',
    ]),
    [400, 'with a broken form', { key, body: 'amount=%zz' }, 'request_unreadable'],
    [
      400,
      'with bytes that are no text',
      {
        key,
        body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('base64'),
        rawBase64: true,
        headers: { 'content-type': 'application/json' },
      },
      'request_unreadable',
    ],
    [
      415,
      'with another type of content',
      { key, body: '<a/>', headers: { 'content-type': 'text/xml' } },
      'media_type_unsupported',
    ],
    [
      413,
      'with more than a megabyte',
      { key, body: { ...args, description: 'x'.repeat(1024 * 1024) } },
      'body_too_large',
    ],
    [
      415,
      'with a compressed body, as a gateway hands it on that takes it for text',
      { key, body: gzipSync(form).toString(), headers: { 'content-encoding': 'gzip' } },
      'media_type_unsupported',
    ],
    [
      400,
      'with a compressed body',
      { key, body: gzipSync(form).toString('base64'), rawBase64: true },
      'request_unreadable',
    ],
    [405, 'with another method', { key, method: 'GET' }, 'method_not_allowed'],
    [400, 'with the key in the URL', { body: args, query: { apiKey: key } }, 'secret_in_url'],
    [
      400,
      'with a bad idempotency key',
      { key, body: args, headers: { 'Idempotency-Key': 'x'.repeat(256) } },
      'header_invalid',
    ],
    [
      400,
      'with a bad version',
      { key, body: args, headers: { 'Stripe-Version': 'new\r\nX: y' } },
      'header_invalid',
    ],
    [400, 'with a bad account', { key, body: args, headers: { 'Stripe-Account': 'a b' } }, 'header_invalid'],
    [400, 'whose body was lost on its way', { key, headers: { 'Content-Length': '42' } }, 'body_lost'],
    [401, 'without a key', { body: args }, 'parameter_missing', ['apiKey']],
    [
      401,
      'with a key that would break a header',
      { body: { ...args, apiKey: 'sk_test_\r\nX: y' } },
      'parameter_invalid',
      ['apiKey'],
    ],
    [401, 'with an empty body and no key', {}, 'parameter_missing', ['apiKey', 'amount', 'currency', 'card']],
    [
      400,
      'with an empty body',
      { key, headers: { 'content-length': '0' } },
      'parameter_missing',
      ['amount', 'currency', 'card'],
    ],
    [
      400,
      'with an empty body of unknown length',
      { key, headers: { 'transfer-encoding': 'chunked' } },
      'parameter_missing',
      ['amount', 'currency', 'card'],
    ],
    [400, 'without a body', { key }, 'parameter_missing', ['amount', 'currency', 'card']],
  ])('%i %s', async (status, _, sent, code, params = []) => {
    const reply = await call(handler, sent);
    expect(reply).toMatchObject({ status, body: { error: { type: 'invalid_request_error', code } } });
    const { error } = reply.body;
    expect((error.errors ?? [error]).map(({ param }: { param?: string }) => param)).toEqual(
      params.length === 0 ? [undefined] : params,
    );
    expect(upstream.seen).toHaveLength(0);
    if (status === 405) {
      expect(reply.headers['allow']).toBe('POST');
    }
  });
});

describe('what is passed through', () => {
  test('headers go to Stripe and its own come back', async () => {
    const headers = { 'idempotency-key': 'k-1', 'STRIPE-VERSION': '2015-10-01', 'Stripe-Account': 'acct_1' };
    const reply = await call(handler, { key, body: args, headers });
    expect(upstream.seen[0]?.headers).toMatchObject({
      'idempotency-key': 'k-1',
      'stripe-version': '2015-10-01',
      'stripe-account': 'acct_1',
    });
    expect(reply.headers).toMatchObject({ 'request-id': 'req_1', 'stripe-version': '2016-07-06' });
  });

  test('the version is the one the sockets were written for, unless the caller says so', async () => {
    await call(handler, { key, body: args });
    expect(upstream.seen[0]?.headers['stripe-version']).toBe('2016-07-06');
  });

  test('arguments that are not known are ignored and named', async () => {
    const reply = await call(handler, { key, body: { ...args, 'a\r\nb': 1, extra: 'x' } });
    expect(reply.headers['x-ignored-arguments']).toBe('a%0D%0Ab, extra');
    expect(sentOn()).not.toHaveProperty('extra');
  });
});

describe('errors', () => {
  test('all problems are told at once, under the caller’s names', async () => {
    const reply = await call(handler, { key, body: { amount: '12abc', card: 'tok_visa', capture: 'maybe' } });
    expect(reply.body.error).toMatchObject({ param: 'amount', code: 'parameter_invalid' });
    expect(reply.body.error.errors).toEqual([
      {
        param: 'amount',
        code: 'parameter_invalid',
        message: expect.stringMatching(/^amount must be a positive integer.*; got "12abc"\.$/),
      },
      {
        param: 'currency',
        code: 'parameter_missing',
        message: expect.stringMatching(/^currency is required/),
      },
      { param: 'capture', code: 'parameter_invalid', message: 'capture must be true or false; got "maybe".' },
    ]);
  });

  test('each is told once, rules between arguments included', async () => {
    const paramsOf = async (body: object) => {
      const { error } = (await call(handler, { key, body })).body;
      return (error.errors ?? [error]).map(({ param }: { param: string }) => param);
    };
    expect(await paramsOf({})).toEqual(['amount', 'currency', 'card']);
    expect(await paramsOf({ amount: -1.5, currency: 'usd', card: 'tok_visa' })).toEqual(['amount']);
  });

  test('a value that is secret is not repeated', async () => {
    const reply = await call(handler, { key, body: { ...args, card: { number: '4242', exp_month: 'x' } } });
    expect(reply.body.error.errors.map(({ param }: { param: string }) => param)).toEqual([
      'card[number]',
      'card[exp_month]',
      'card[exp_year]',
    ]);
    expect(JSON.stringify(reply.body)).not.toContain('4242');
  });

  test('what Stripe says of a parameter is told of the caller’s argument, without the secret', async () => {
    script = (response) =>
      json(response, 404, {
        error: { type: 'invalid_request_error', message: 'No such token: tok_visa', param: 'source' },
      });
    const reply = await call(handler, { key, body: args });
    expect(reply).toMatchObject({
      status: 404,
      body: {
        error: {
          type: 'invalid_request_error',
          message: 'No such token: tok_…',
          param: 'card',
          request_id: 'req_1',
        },
      },
    });
  });

  test('a decline is Stripe’s own status, with all that Stripe says of it', async () => {
    const error = {
      type: 'card_error',
      message: 'Declined.',
      code: 'card_declined',
      decline_code: 'lost_card',
      charge: 'ch_2',
    };
    script = (response) => json(response, 402, { error });
    expect(await call(handler, { key, body: args })).toMatchObject({ status: 402, body: { error } });
  });

  test('Stripe out of reach is 502, and says how to repeat the call safely', async () => {
    script = (response) => response.socket?.destroy();
    const reply = await call(handler, { key, body: args, headers: { 'idempotency-key': 'again' } });
    expect(reply).toMatchObject({
      status: 502,
      body: { error: { type: 'api_connection_error', retryable: true, idempotency_key: 'again' } },
    });
    expect(reply.body.error.message).toContain('Idempotency-Key: again');
  });

  test('a function that is about to be stopped answers before', async () => {
    script = () => undefined;
    // By nothing else would the call end before this test does.
    Object.assign(process.env, { STRIPE_TIMEOUT: '600000', CALL_BUDGET: '600000' });
    try {
      const context = { getRemainingTimeInMillis: () => 800 };
      expect((await call(handler, { key, body: args, context })).status).toBe(504);
    } finally {
      delete process.env['STRIPE_TIMEOUT'];
      delete process.env['CALL_BUDGET'];
    }
  });

  test('a defect of ours is 500 with a correlation id and nothing else', async () => {
    const event = eventOf(handler, { key, body: args });
    const broken = new Proxy(event, {
      get: (target, name) => {
        if (name === 'body') {
          throw new Error('broken by a test');
        }
        return Reflect.get(target, name);
      },
    });
    const reply = await handler(broken, { awsRequestId: 'lambda-2' } as Context);
    expect(reply.statusCode).toBe(500);
    expect(JSON.parse(reply.body)).toEqual({
      error: {
        type: 'api_error',
        code: 'internal_error',
        message: expect.stringContaining('lambda-2'),
        correlation_id: 'lambda-2',
      },
    });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      status: 500,
      error: expect.stringContaining('broken by'),
    });
  });
});

describe('the log', () => {
  test('has one line a call, with what is needed to trace it', async () => {
    await call(handler, { key, body: args, context: { awsRequestId: 'lambda-1' } });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'info',
      timestamp: expect.any(String),
      surface: 'socket',
      endpoint: 'POST /stripe/test',
      status: 200,
      duration_ms: expect.any(Number),
      stripe_ms: expect.any(Number),
      stripe_requests: 1,
      stripe_request_id: 'req_1',
      correlation_id: 'lambda-1',
    });
  });

  test('holds nothing of the caller’s, not even when the body cannot be read', async () => {
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '987' };
    await call(handler, { key, body: `${JSON.stringify({ ...args, card })},` });
    await call(handler, { key, body: { ...args, card: { ...card, number: '42' } } });
    script = (response) => response.socket?.destroy();
    await call(handler, { key, body: { ...args, card } });
    expect(lines).toHaveLength(3);
    for (const secret of [key, card.number, card.cvc, 'tok_visa']) {
      expect(lines.join('\n')).not.toContain(secret);
    }
  });
});

test('every reply is kept out of caches and frames', async () => {
  const { headers } = await call(handler, { key, body: args });
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': 'application/json; charset=utf-8',
  });
});

describe('a value in the path', () => {
  test.each<[string, NonNullable<Sent['format']>, string, string]>([
    ['an HTTP API', '2.0', '50%25%20off', '50% off'],
    ['an HTTP API of format 1.0', '1.0', '50%25%20off', '50% off'],
    ['a REST API, encoded', 'rest', '50%25%20off', '50% off'],
    ['a REST API, encoded twice by its caller', 'rest', '50%2525', '50%25'],
    ['a REST API that does not encode', 'rest', '50% off', '50% off'],
  ])('reaches Stripe as its caller wrote it: %s', async (_, format, written, meant) => {
    const { handler: retrieve } = await import('../../../functions/rest/coupons/[coupon].get.ts');
    const route = '/v1/coupons/{coupon}';
    await call(retrieve, { key, format, route, path: route.replace('{coupon}', written) });
    expect(upstream.seen.at(-1)?.url).toBe(`/v1/coupons/${encodeURIComponent(meant)}`);
  });
});
