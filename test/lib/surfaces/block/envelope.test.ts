/** How the blocks are spoken to and how they answer, seen at one of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { encodeForm } from '#lib/http/form.ts';
import { call, type Sent } from '../../../helpers/call.ts';
import { json, type Script, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { ask, type Block, parametersOf } from './blocks.ts';

const key = 'sk_test_envelope0123456789';
const args = { amount: 500, currency: 'usd', source: 'tok_visa' };
const path = '/api/Stripe/createCharge';

let upstream: Upstream;
let script: Script;
let handler: Block['handler'];

const charge = { id: 'ch_1', object: 'charge', amount: 500 };
const fine: Script = (response) => json(response, 200, charge, { 'stripe-version': '2016-07-06' });
const failing =
  (status: number, error: object, headers: Record<string, string> = {}): Script =>
  (response) =>
    json(response, status, { error }, headers);

beforeAll(async () => {
  upstream = await startUpstream((...request) => script(...request));
  Object.assign(process.env, { STRIPE_API_BASE: upstream.url, STRIPE_MAX_RETRIES: '0', LOG_LEVEL: 'error' });
  ({ handler } = await import('../../../../functions/block/createCharge.ts'));
});
afterAll(() => upstream.close());
beforeEach(() => {
  script = fine;
  upstream.seen.length = 0;
});

const send = (sent: Sent) => call(handler, { key, path, ...sent });
const charging = (given: object, more: Sent = {}) =>
  ask({ handler, name: 'createCharge' }, given, { key, ...more });

describe('the arguments are taken', () => {
  const withKey = { apiKey: key, ...args };
  test.each<[string, Sent['body']]>([
    ['from args', { args: withKey }],
    ['flat', withKey],
    ['from args as text', { args: JSON.stringify(withKey) }],
    ['from a form', encodeForm(withKey)],
    ['from args in a form', encodeForm({ args: withKey })],
    ['from args as text in a form', encodeForm({ args: JSON.stringify(withKey) })],
  ])('%s', async (_, body) => {
    for (const format of ['1.0', '2.0'] as const) {
      const { key: _none, ...sent } = { key, path, body, format };
      expect((await call(handler, sent as Sent)).body.callback).toBe('success');
      expect(parametersOf(upstream.seen.at(-1)!)).toEqual({ ...args, amount: '500' });
      expect(upstream.seen.at(-1)!.headers.authorization).toBe(`Bearer ${key}`);
    }
  });

  test('without what is not known, which the reply names', async () => {
    const { received } = await charging({ ...args, applicationFees: 5, 'a b': 1 });
    expect(received.headers['x-ignored-arguments']).toBe('applicationFees, a%20b');
    expect(parametersOf(upstream.seen[0]!)).toEqual({ ...args, amount: '500' });
  });

  test.each<[string, unknown]>([
    ['text that is no JSON', '{"amount": 500'],
    ['text that is JSON and no object', '[1]'],
    ['a number', 7],
    ['a list', [1]],
  ])('but not when args is %s', async (_, value) => {
    const { body, status } = await send({ body: { args: value } });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        callback: 'error',
        contextWrites: {
          '#': {
            to: {
              status_code: 'JSON_VALIDATION',
              status_msg: expect.stringContaining('args'),
              fields: [{ name: 'args', code: 'parameter_unreadable', message: expect.any(String) }],
            },
          },
        },
      },
    });
  });
});

describe('the answer', () => {
  test('is Stripe’s object in the envelope, whatever Stripe’s status', async () => {
    const reply = await send({ body: { args } });
    expect(reply).toMatchObject({
      status: 200,
      body: { callback: 'success', contextWrites: { '#': { to: charge } } },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-stripe-status': '200',
        'request-id': 'req_1',
        'stripe-version': '2016-07-06',
      },
    });
  });

  test.each<[string, object]>([
    ['among the arguments', { args: { ...args, to: 'charge' } }],
    ['beside them', { args, to: 'charge' }],
    ['flat', { ...args, to: 'charge' }],
  ])('stands under the name that `to` gives, %s', async (_, body) => {
    expect((await send({ body })).body).toEqual({ callback: 'success', contextWrites: { charge } });
    script = failing(402, { type: 'card_error', message: 'Declined.' });
    expect((await send({ body })).body).toMatchObject({
      callback: 'error',
      contextWrites: { charge: { status_code: 'API_ERROR' } },
    });
    expect((await send({ body: { ...body, args: { to: 'charge' } } })).body).toMatchObject({
      callback: 'error',
      contextWrites: { charge: { status_code: 'REQUIRED_FIELDS' } },
    });
  });

  test.each([['__proto__'], ['constructor'], ['toString']])('can stand under %s as well', async (to) => {
    const { body } = await send({ body: `{"args": ${JSON.stringify(args)}, "to": "${to}"}` });
    expect(Object.entries(body.contextWrites)).toEqual([[to, charge]]);
  });

  test.each([[''], [null], [7], [{}]])('stands where it always does when `to` is %j', async (to) => {
    expect((await send({ body: { args: { ...args, to } } })).body.contextWrites).toEqual({
      '#': { to: charge },
    });
  });
});

describe('what is passed through', () => {
  test('headers go to Stripe, the version is that of the old package', async () => {
    await charging(args);
    expect(upstream.seen[0]!.headers['stripe-version']).toBe('2016-07-06');
    const headers = { 'Stripe-Version': '2015-10-01', 'Stripe-Account': 'acct_1', 'Idempotency-Key': 'k1' };
    script = (response) => json(response, 200, charge, { 'idempotent-replayed': 'true' });
    const { received } = await charging(args, { headers });
    expect(upstream.seen[1]!.headers).toMatchObject({
      'stripe-version': '2015-10-01',
      'stripe-account': 'acct_1',
      'idempotency-key': 'k1',
    });
    expect(received.headers['idempotent-replayed']).toBe('true');
  });
});

describe('errors are HTTP 200 with an envelope', () => {
  test('REQUIRED_FIELDS names all that is missing, the key too, and what else is wrong', async () => {
    const { body, status } = await call(handler, { path, body: { args: { capture: 'maybe' } } });
    expect(status).toBe(200);
    expect(body).toEqual({
      callback: 'error',
      contextWrites: {
        '#': {
          to: {
            status_code: 'REQUIRED_FIELDS',
            status_msg: expect.stringMatching(/apiKey.*amount.*currency.*capture/),
            fields: ['apiKey', 'amount', 'currency'],
            invalid_fields: [
              {
                name: 'capture',
                code: 'parameter_invalid',
                message: 'capture must be true or false; got "maybe".',
              },
            ],
          },
        },
      },
    });
  });

  test('INVALID_FIELDS says of each argument what is wrong, and of a dictionary which field', async () => {
    const { to } = await charging({ ...args, amount: -5, currency: 'dollars', source: { number: '42' } });
    expect(to.status_code).toBe('REQUIRED_FIELDS');
    expect(to.fields).toEqual(['source[exp_month]', 'source[exp_year]']);
    expect(to.invalid_fields.map(({ name }: { name: string }) => name)).toEqual([
      'amount',
      'currency',
      'source[number]',
    ]);
    const { to: other } = await charging({ ...args, amount: '5.5', currency: 'dollars' });
    expect(other).toMatchObject({
      status_code: 'INVALID_FIELDS',
      fields: [
        { name: 'amount', code: 'parameter_invalid', message: expect.stringContaining('got "5.5"') },
        { name: 'currency', code: 'parameter_invalid', message: expect.stringContaining('three-letter') },
      ],
    });
  });

  test('a key that would break a header is refused and not shown', async () => {
    const { body } = await call(handler, { path, body: { args: { ...args, apiKey: 'sk_test_a\r\nb' } } });
    expect(body.contextWrites['#'].to).toMatchObject({
      status_code: 'INVALID_FIELDS',
      fields: [
        { name: 'apiKey', code: 'parameter_invalid', message: expect.not.stringContaining('sk_test_a') },
      ],
    });
    expect(upstream.seen).toHaveLength(0);
  });

  test('JSON_VALIDATION for text that should be JSON', async () => {
    const { to } = await charging({ ...args, source: '{"number": "4242424242424242",}' });
    expect(to).toEqual({
      status_code: 'JSON_VALIDATION',
      status_msg: expect.not.stringContaining('4242'),
      fields: [{ name: 'source', code: 'parameter_unreadable', message: expect.stringContaining('source') }],
    });
  });

  test('API_ERROR has all that Stripe says, under the caller’s names', async () => {
    script = failing(
      402,
      {
        type: 'card_error',
        message: 'Your card was declined.',
        code: 'card_declined',
        decline_code: 'lost_card',
        charge: 'ch_2',
        param: 'receipt_email',
      },
      { 'stripe-version': '2016-07-06' },
    );
    const { callback, to, received } = await charging(args);
    expect({ callback, status: received.status }).toEqual({ callback: 'error', status: 200 });
    expect(to).toEqual({
      status_code: 'API_ERROR',
      status_msg: 'Your card was declined.',
      type: 'card_error',
      code: 'card_declined',
      param: 'receiptEmail',
      decline_code: 'lost_card',
      charge: 'ch_2',
      request_id: 'req_1',
      http_status: 402,
    });
    expect(received.headers).toMatchObject({ 'x-stripe-status': '402', 'request-id': 'req_1' });
  });

  test.each([
    ['source[number]', 'source[number]'],
    ['statement_descriptor', 'statementDescriptor'],
    ['something_new', 'something_new'],
  ])('what Stripe calls %s is %s to the caller', async (param, name) => {
    script = failing(400, { type: 'invalid_request_error', message: 'No.', param });
    expect((await charging(args)).to.param).toBe(name);
  });

  test('no secret comes back in what Stripe says', async () => {
    script = failing(401, {
      type: 'invalid_request_error',
      message: `Invalid: ${key}, amount, 4242424242424242`,
    });
    const source = { number: '4242424242424242', exp_month: 12, exp_year: 2030 };
    const { to } = await charging({ ...args, source });
    expect(to.status_msg).toBe('Invalid: sk_…, amount, …');
  });

  test('INTERNAL_PACKAGE_ERROR when Stripe cannot be reached, with how to repeat the call', async () => {
    script = (response) => response.socket!.destroy();
    const { to, received } = await charging(args, { headers: { 'Idempotency-Key': 'again' } });
    expect(received.status).toBe(200);
    expect(to).toEqual({
      status_code: 'INTERNAL_PACKAGE_ERROR',
      status_msg: expect.stringContaining('Idempotency-Key: again'),
      code: 'stripe_unreachable',
      http_status: 502,
      retryable: true,
      idempotency_key: 'again',
      correlation_id: received.headers['x-correlation-id'],
    });
  });

  test('INTERNAL_PACKAGE_ERROR for a defect, with no more than a correlation id', async () => {
    const { block } = await import('#lib/surfaces/block/block.ts');
    const charges = await import('#lib/operations/charges.ts');
    const broken = block(
      charges.create,
      { amount: 'amount' },
      { run: () => Promise.reject(new RangeError('broken by a test')) },
    );
    const lines = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const { to, received } = await ask({ handler: broken, name: 'broken' }, { amount: 5 }, { key });
    expect(received.status).toBe(200);
    expect(to).toEqual({
      status_code: 'INTERNAL_PACKAGE_ERROR',
      status_msg: expect.stringContaining(received.headers['x-correlation-id']!),
      code: 'internal_error',
      correlation_id: received.headers['x-correlation-id'],
    });
    expect(lines).toHaveBeenCalledTimes(1);
    expect(JSON.parse(lines.mock.calls[0]![0] as string)).toMatchObject({
      level: 'error',
      status: 500,
      reply_status: 200,
      failure: 'defect',
      correlation_id: received.headers['x-correlation-id'],
      error: expect.stringMatching(/^RangeError: broken by a test\n/),
    });
    lines.mockRestore();
  });
});

describe('errors of HTTP itself are those of the sockets', () => {
  test.each<[number, string, Sent]>([
    [400, 'malformed JSON', { body: '{"args": ' }],
    [400, 'JSON that is no object', { body: '[1]' }],
    [
      413,
      'a body of more than a megabyte',
      { body: { args: { ...args, description: 'x'.repeat(1024 * 1024) } } },
    ],
    [415, 'another type of content', { body: '<a/>', headers: { 'content-type': 'text/xml' } }],
    [405, 'another method', { method: 'GET' }],
    [400, 'a bad header', { body: { args }, headers: { 'Stripe-Account': 'a b' } }],
  ])('%i for %s', async (status, _, sent) => {
    const reply = await send(sent);
    expect(reply).toMatchObject({ status, body: { error: { type: 'invalid_request_error' } } });
    expect(reply.body).not.toHaveProperty('callback');
    expect(upstream.seen).toHaveLength(0);
  });
});
