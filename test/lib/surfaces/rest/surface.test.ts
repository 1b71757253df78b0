/** How the REST API speaks: what goes to Stripe, and what comes back, against an upstream that answers by a script. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readerOf } from '#lib/config/config.ts';
import { restSettings } from '#lib/surfaces/rest/cors.ts';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { callerAt, type Loose } from './client.ts';
import { testApi } from './server.ts';

const api = testApi();
const call = (...request: Parameters<ReturnType<typeof callerAt>>) =>
  callerAt(api.url, 'sk_test_old')(...request);

/** What Stripe answers, as it writes it: keys like numbers, spaces, and a number that is no double. It does for a list as well. */
const WRITTEN =
  '{\n  "id": "ch_1",\n  "metadata": {"10": "b", "9": "a"},\n  "object": "charge",\n  "amount": 12345678901234567890,\n  "data": []\n}\n';

let upstream: Upstream;
let answer: { status: number; body: string; headers?: Record<string, string> };

beforeAll(async () => {
  upstream = await startUpstream((response) => {
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'request-id': 'req_1',
      'stripe-version': '2013-08-13',
      ...answer.headers,
    });
    response.end(answer.body);
  });
  process.env['STRIPE_API_BASE'] = upstream.url;
});

afterAll(() => upstream.close());

beforeEach(() => {
  upstream.seen.length = 0;
  answer = { status: 200, body: WRITTEN };
});

describe('what Stripe answers', () => {
  test('is passed on byte for byte, with its status and its headers', async () => {
    answer.headers = { 'idempotent-replayed': 'true', 'original-request': 'req_0' };
    const { status, text, headers } = await call('GET', '/charges/ch_1');
    expect({ status, text }).toEqual({ status: 200, text: WRITTEN });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'request-id': 'req_1',
      'stripe-version': '2013-08-13',
      'idempotent-replayed': 'true',
      'original-request': 'req_0',
    });
  });

  test.each([
    [400, { type: 'invalid_request_error', message: 'Invalid integer: x', param: 'amount' }],
    [401, { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_****' }],
    [402, { message: 'Your card was declined.', type: 'card_error', param: 'number', code: 'card_declined' }],
    [404, { type: 'invalid_request_error', message: 'No such charge: ch_1', param: 'id', code: 'missing' }],
    [409, { type: 'invalid_request_error', message: 'In progress.' }],
  ])('is passed on when it is %i', async (status, error) => {
    const body = `${JSON.stringify({ error, 10: 'b', 9: 'a' }, null, 2)}\n`;
    answer = { status, body, headers: { 'stripe-should-retry': 'false' } };
    const reply = await call('GET', '/charges/ch_1');
    expect(reply.status).toBe(status);
    expect(reply.text).toBe(body);
    expect(reply.headers.get('request-id')).toBe('req_1');
  });

  test('is passed on without the secrets that it quotes, and otherwise as it is', async () => {
    const card = { number: '4242424242424241', exp_month: 12, exp_year: 2040 };
    const error = { message: `No: ${card.number}`, type: 'card_error', value: [card.number] };
    answer = { status: 402, body: JSON.stringify({ error }, null, 2) };
    const { status, body } = await call('POST', '/tokens', { card });
    expect({ status, body }).toEqual({
      status: 402,
      body: { error: { message: 'No: …', type: 'card_error', value: ['…'] } },
    });
  });

  test('is passed on when it is a failure of Stripe’s own', async () => {
    const down = '{"error": {"type": "api_error",\t"message": "Down\\u002e"}}';
    answer = { status: 503, body: down, headers: { 'stripe-should-retry': 'false' } };
    const { status, text } = await call('GET', '/balance');
    expect({ status, text }).toEqual({ status: 503, text: down });
  });
});

describe('what goes to Stripe', () => {
  const sent = () => upstream.seen[0]!;

  test('is the call, in the version of the RAML unless another is asked for', async () => {
    await call('POST', '/charges/ch_1/capture', { amount: 100 });
    await call('GET', '/charges', { limit: 3 }, { 'stripe-version': '2015-10-01' });
    expect(upstream.seen).toMatchObject([
      {
        method: 'POST',
        url: '/v1/charges/ch_1/capture',
        headers: { 'stripe-version': '2013-08-13', authorization: 'Bearer sk_test_old' },
        body: 'amount=100',
      },
      { method: 'GET', url: '/v1/charges?limit=3', headers: { 'stripe-version': '2015-10-01' } },
    ]);
  });

  test('has the key of an idempotent call, and the account that it is for', async () => {
    const headers = { 'idempotency-key': 'key 1', 'stripe-account': 'acct_1' };
    const reply = await call('POST', '/charges/ch_1/refund', {}, headers);
    expect(sent().headers).toMatchObject(headers);
    expect(reply.status).toBe(200);
  });

  test('has the parameters of forms, of JSON and of the query alike', async () => {
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040 };
    await call('POST', '/tokens', { card });
    await fetch(`${api.url}/v1/tokens`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_old', 'content-type': 'application/json' },
      body: JSON.stringify({ card }),
    });
    await call('POST', '/charges/ch_1/refund?amount=5', { metadata: { a: 'b' } });
    expect(upstream.seen.map(({ body }) => decodeURIComponent(body))).toEqual([
      'card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040',
      'card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040',
      'amount=5&metadata[a]=b',
    ]);
  });

  test('asks for what shall be expanded, also without other parameters', async () => {
    await call('GET', '/account', { expand: ['a.b'] });
    expect(decodeURIComponent(sent().url)).toBe('/v1/account?expand[0]=a.b');
  });

  test('asks how long a list is', async () => {
    for (const version of ['2013-08-13', '2016-07-06']) {
      await call('GET', '/charges', { include: ['total_count'] }, { 'stripe-version': version });
    }
    const total = '/v1/charges?include[0]=total_count';
    expect(upstream.seen.map(({ url }) => decodeURIComponent(url))).toEqual([total, total]);
  });

  test('leaves out what is empty and cannot be unset, as defaults of the RAML are', async () => {
    await call('POST', '/customers/cus_1/subscription', {
      plan: 'gold',
      coupon: '',
      trial_end: '',
      application_fee_percent: '',
    });
    await call('POST', '/customers/cus_1', { email: '', description: '' });
    expect(upstream.seen.map(({ body }) => body)).toEqual(['plan=gold', 'description=&email=']);
  });

  test('is that of GET where HEAD is asked for', async () => {
    const length = String(Buffer.byteLength(WRITTEN));
    for (const path of ['/charges', '/customers/cus_1', '/customers/cus_1/cards/card_1', '/balance']) {
      const { status, text, headers } = await call('HEAD', path);
      expect([status, text, headers.get('content-length')]).toEqual([200, '', length]);
    }
    expect(upstream.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/charges',
      'GET /v1/customers/cus_1',
      'GET /v1/customers/cus_1/cards/card_1',
      'GET /v1/balance',
    ]);
  });

  test('goes where the id says, whatever is in it', async () => {
    for (const id of ['ch_1%2Frefund', '..%2Fbalance', '%2E%2E%2Fx', 'ch_1%3Fa%3Db', 'ch_1%23', 'ä']) {
      await call('GET', `/charges/${id}`);
    }
    expect(upstream.seen.map(({ url }) => url)).toEqual([
      '/v1/charges/ch_1%2Frefund',
      '/v1/charges/..%2Fbalance',
      '/v1/charges/..%2Fx',
      '/v1/charges/ch_1%3Fa%3Db',
      '/v1/charges/ch_1%23',
      '/v1/charges/%C3%A4',
    ]);
    upstream.seen.length = 0;
    for (const id of ['%0D%0AX-Header:%201', '%00', 'a'.repeat(256)]) {
      expect((await call('GET', `/charges/${id}`)).status).toBe(400);
    }
    expect(upstream.seen).toEqual([]);
  });
});

describe('a call is refused before it goes out', () => {
  afterEach(() => {
    expect(upstream.seen).toEqual([]);
  });

  const refused = async (...request: Parameters<typeof call>): Promise<Loose> => {
    const { status, body } = await call(...request);
    return { status, ...body.error };
  };

  test('without a key', async () => {
    for (const authorization of ['', 'Basic', 'Basic Og==', 'Bearer', 'Digest x']) {
      const reply = await fetch(`${api.url}/v1/charges`, { headers: { authorization } });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe('Basic realm="Stripe"');
      expect(((await reply.json()) as Loose).error).toEqual({
        type: 'invalid_request_error',
        message: expect.stringContaining('You did not provide an API key'),
        code: 'api_key_missing',
      });
    }
  });

  test('with a parameter that Stripe does not know, or not at this version', async () => {
    expect(await refused('POST', '/charges', { amount: 500, currency: 'usd', source: 'tok_visa' })).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message: 'Received unknown parameter: source',
      param: 'source',
      code: 'parameter_unknown',
    });
    const statement_description = 'SOCKS';
    const parameters = { amount: 500, currency: 'usd', card: 'tok_visa', statement_description };
    const headers = { 'stripe-version': '2016-07-06' };
    expect(await refused('POST', '/charges', parameters, headers)).toMatchObject({
      param: 'statement_description',
    });
    expect(await refused('GET', '/charges', { limit: 3 })).toMatchObject({ param: 'limit' });
    expect(await refused('GET', '/charges', { offset: 3 }, headers)).toMatchObject({ param: 'offset' });
    expect(await refused('GET', '/charges/ch_1', { charge: 'ch_2' })).toMatchObject({ param: 'charge' });
  });

  test('when it asks how long something is that is no list, or something else of a list', async () => {
    const unknown = { status: 400, param: 'include', message: 'Received unknown parameter: include' };
    const include = ['total_count'];
    expect(await refused('GET', '/charges/ch_1', { include })).toMatchObject(unknown);
    expect(await refused('POST', '/charges/ch_1/refund', { include })).toMatchObject(unknown);
    expect(await refused('DELETE', '/plans/gold', { include })).toMatchObject(unknown);
    expect(await refused('GET', '/charges', { include: ['sum'] })).toMatchObject({ param: 'include[0]' });
  });

  test('with all that is wrong told at once', async () => {
    expect(await refused('POST', '/charges', { amount: 49, card: { number: '1' }, foo: 1 })).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message:
        'Received unknown parameter: foo. Missing required param: currency. Missing required param: card[exp_month]. Missing required param: card[exp_year]. Invalid amount: must be an integer of at least 50. Invalid card[number]: must be a card number of 12 to 19 digits.',
      param: 'foo',
      code: 'parameter_unknown',
    });
  });

  test('with a secret in the URL', async () => {
    expect(await refused('POST', '/charges?card[number]=4242424242424242')).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(/^card must not be sent in the URL/),
      code: 'secret_in_url',
    });
  });

  test('with headers that are none', async () => {
    for (const [name, value] of [
      ['stripe-version', 'yesterday'],
      ['stripe-account', 'a b'],
    ] as const) {
      expect(await refused('GET', '/balance', {}, { [name]: value })).toMatchObject({ status: 400 });
    }
  });

  test('with a body that cannot be read', async () => {
    for (const [type, body] of [
      ['application/json', '{"amount": 1,}'],
      ['text/xml', '<a/>'],
      ['application/x-www-form-urlencoded', 'a=%'],
    ]) {
      const reply = await fetch(`${api.url}/v1/charges`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_old', 'content-type': type! },
        body: body!,
      });
      expect(reply.status).toBe(400);
      expect(await reply.json()).toEqual({
        error: {
          type: 'invalid_request_error',
          message: expect.any(String),
          code: type === 'text/xml' ? 'media_type_unsupported' : 'request_unreadable',
        },
      });
    }
  });

  test.each([
    ['GET', '/'],
    ['GET', '/refunds'],
    ['GET', '/charges/'],
    ['PUT', '/charges'],
    ['DELETE', '/charges/ch_1'],
    ['HEAD', '/charges/ch_1/refund'],
    ['POST', '/account'],
  ])('where nothing is served: %s %s', async (method, path) => {
    const { status, text } = await call(method, path);
    expect(status).toBe(404);
    const message = `Unrecognized request URL (${method}: /v1${path}). If you are trying to list objects, remove the trailing slash.`;
    expect(method === 'HEAD' ? message : text).toContain(message);
  });
});

test.each([
  ['/charges', 'GET, POST, HEAD, OPTIONS'],
  ['/customers/cus_1', 'GET, POST, DELETE, HEAD, OPTIONS'],
  ['/customers/cus_1/subscription', 'DELETE, POST, OPTIONS'],
  ['/charges/ch_1/refund', 'POST, OPTIONS'],
  ['/balance', 'GET, HEAD, OPTIONS'],
  ['/api.raml', 'GET, HEAD, OPTIONS'],
])('OPTIONS is told which methods there are: %s', async (path, methods) => {
  const { status, text, headers } = await call('OPTIONS', path);
  expect([status, text, headers.get('allow')]).toEqual([204, '', methods]);
});

describe('pages of other origins', () => {
  const page = { origin: 'https://shop.example.com' };
  const preflight = () => fetch(`${api.url}/v1/charges`, { method: 'OPTIONS', headers: page });
  const allowed = ({ headers }: Pick<Response, 'headers'>) => headers.get('access-control-allow-origin');

  afterEach(() => {
    delete process.env['CORS_ORIGINS'];
  });

  test('may not call unless that is configured', async () => {
    const asked = await preflight();
    expect([asked.status, allowed(asked), await asked.text()]).toEqual([204, null, '']);
    expect(allowed(await call('GET', '/charges', {}, page))).toBeNull();
  });

  test('may call when theirs is configured, and read errors too', async () => {
    process.env['CORS_ORIGINS'] = 'https://other.example.com,https://shop.example.com';
    const asked = await preflight();
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': page.origin,
      'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
      'access-control-allow-headers':
        'Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version',
      vary: 'Origin',
    });
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expect(allowed(await call('GET', '/charges', {}, page))).toBe(page.origin);
    expect(allowed(await call('GET', '/charges', { foo: 1 }, page))).toBe(page.origin);
    expect(allowed(await call('GET', '/charges', {}, { origin: 'https://evil.example.com' }))).toBeNull();
    const raml = await fetch(`${api.url}/v1/api.raml`, { headers: page });
    expect(allowed(raml)).toBe(page.origin);
    const unknown = await fetch(`${api.url}/v1/unknown`, { headers: page });
    expect([unknown.status, allowed(unknown)]).toEqual([404, page.origin]);
    const asksUnknown = await fetch(`${api.url}/v1/unknown`, { method: 'OPTIONS', headers: page });
    expect([asksUnknown.status, allowed(asksUnknown)]).toEqual([204, page.origin]);
    expect(allowed(await fetch(`${api.url}/stripe/unknown`, { headers: page }))).toBeNull();
  });

  test('may all call where all are allowed, without credentials', async () => {
    process.env['CORS_ORIGINS'] = '*';
    const { headers } = await preflight();
    expect([allowed({ headers }), headers.get('access-control-allow-credentials')]).toEqual(['*', null]);
  });

  test('are named as origins', () => {
    for (const wrong of ['shop.example.com', 'https://a.example.com/', 'https://a.example.com, *']) {
      expect(() => readerOf(restSettings)({ CORS_ORIGINS: wrong })).toThrow('CORS_ORIGINS must be origins');
    }
  });
});

test('an upstream that is not there is told, with the key to repeat the call', async () => {
  await upstream.close();
  const reply = await call('POST', '/charges/ch_1/refund');
  expect(reply.status).toBe(502);
  expect(reply.body.error).toEqual({
    type: 'api_error',
    message: expect.stringContaining('Stripe'),
    code: 'stripe_unreachable',
  });
  expect(reply.headers.get('idempotency-key')).toMatch(/^[\w-]{36}$/);
  upstream = await startUpstream((response) => json(response, 200, {}));
});
