import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startSandbox } from '#sandbox/server/server.ts';
import { testKey } from '../../helpers/sandbox.ts';
import { stripeAt } from '../../helpers/stripe.ts';
import { accounts, type Loose, openAt, refusal, send } from '../helpers.ts';

const sandbox = accounts();

describe('authentication', () => {
  const get = (headers: Record<string, string>) => send(sandbox.url, { path: '/v1/customers', headers });
  const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });

  test('takes the key as a bearer token and as the user name of Basic', async () => {
    const key = testKey();
    await openAt(sandbox.url, key).stripe.customers.create();
    for (const headers of [
      { authorization: `Bearer ${key}` },
      { authorization: `bearer  ${key}` },
      basic(`${key}:`),
      basic(key),
    ]) {
      expect((await get(headers)).body.data).toHaveLength(1);
    }
  });

  test.each<[string, Record<string, string>, string]>([
    ['no key', {}, 'You did not provide an API key.'],
    ['an empty one', { authorization: 'Bearer ' }, 'You did not provide an API key.'],
    ['another scheme', { authorization: 'Digest sk_test_1' }, 'You did not provide an API key.'],
    [
      'something else',
      { authorization: 'Bearer sk_tess_1234567890' },
      'Invalid API Key provided: sk_tes****',
    ],
    ['very little', { authorization: 'Bearer ab' }, 'Invalid API Key provided: a****'],
    [
      'a live key',
      { authorization: 'Bearer sk_live_1234567890' },
      'This is a sandbox: it only accepts test keys',
    ],
    ['a live publishable key', basic('pk_live_1234567890:'), 'This is a sandbox: it only accepts test keys'],
  ])('refuses %s with 401', async (_, headers, message) => {
    const { status, body, headers: answered } = await get(headers);
    expect(status).toBe(401);
    expect(body.error.type).toBe('invalid_request_error');
    expect(body.error.message).toContain(message);
    expect(body.error.message).not.toContain('1234567890');
    expect(answered.get('www-authenticate')).toBe('Basic realm="Stripe"');
  });

  test('keeps accounts apart', async () => {
    const [one, other] = [sandbox.open(), sandbox.open()];
    const { id } = await one.stripe.customers.create();
    expect(await refusal(other.stripe.customers.retrieve(id))).toMatchObject({ status: 404 });
    expect((await other.stripe.customers.list()).data).toEqual([]);
  });

  test('keeps connected accounts apart, and lets them go by one clock', async () => {
    const { key, advance, call } = sandbox.open();
    const connected = stripeAt(sandbox.url, key);
    const options = { stripeAccount: (await call('POST', '/v1/accounts', { managed: true })).id };
    const { id, created } = await connected.customers.create({}, options);
    expect((await connected.customers.list()).data).toEqual([]);
    expect((await connected.customers.list({}, options)).data.map((one) => one.id)).toEqual([id]);
    await advance(1000);
    expect((await connected.customers.create({}, options)).created).toBeGreaterThanOrEqual(created + 1000);
    for (const stripeAccount of ['nobody', 'acct_1234567890123456']) {
      expect(await refusal(connected.customers.list({}, { stripeAccount }))).toMatchObject({ status: 401 });
    }
    expect(await refusal(sandbox.open().stripe.customers.list({}, options))).toMatchObject({ status: 401 });
  });

  test('lets a publishable key create tokens and nothing else', async () => {
    const key = testKey();
    const publishable = openAt(sandbox.url, key.replace('sk_', 'pk_'));
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040 };
    const token = await publishable.call('POST', '/v1/tokens', { card });
    expect(token.card).not.toHaveProperty('fingerprint');
    for (const path of ['/v1/customers', `/v1/tokens/${token.id}`]) {
      expect(await refusal(publishable.call('GET', path))).toMatchObject({ status: 401 });
    }
    const charge = await openAt(sandbox.url, key).call('POST', '/v1/charges', {
      amount: 500,
      currency: 'usd',
      source: token.id,
    });
    expect(charge.source.fingerprint).toMatch(/^\w{16}$/);
  });
});

describe('requests', () => {
  test.each([
    ['POST', '/'],
    ['GET', '/page/nothing'],
    ['GET', '/v1'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/charges/'],
    ['GET', '/v1/charges/a/b/c'],
    ['PUT', '/v1/charges'],
    ['DELETE', '/v1/charges/ch_1'],
    ['GET', '/v1/charges/%zz'],
  ])('%s %s is unknown', async (method, path) => {
    const { status, body } = await send(sandbox.url, { method, path, key: testKey() });
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining(`Unrecognized request URL (${method}: ${path}).`),
    });
  });

  test.each<[string, string, string | undefined, string]>([
    ['broken percent encoding', 'a=%zz', undefined, 'The form has an invalid percent-encoding.'],
    ['unbalanced brackets', 'a[b=1', undefined, 'unbalanced brackets'],
    ['a value that is a group too', 'a=1&a[b]=2', undefined, 'both a value and a group'],
    ['JSON', '{"email":"a@example.com"}', 'application/json', 'check that your POST content type'],
    ['text', 'email=a@example.com', 'text/plain', 'check that your POST content type'],
    ['the name of a prototype', '__proto__[email]=1', undefined, 'Invalid request'],
  ])('a body with %s is refused', async (_, body, type, message) => {
    const answer = await send(sandbox.url, {
      method: 'POST',
      path: '/v1/customers',
      key: testKey(),
      body,
      ...(type !== undefined && { headers: { 'content-type': type } }),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(message);
  });

  test('a compressed body is refused, and nothing of it is shown', async () => {
    const { key } = sandbox.open();
    const answer = await fetch(`${sandbox.url}/v1/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync('email=a@example.com')),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { message: 'Invalid request: the body is not valid UTF-8.' } },
    ]);
  });

  test('lists are read with and without numbers, from the query and from the form', async () => {
    const { key, stripe } = sandbox.open();
    const { id } = await stripe.customers.create({ source: 'tok_visa' });
    for (const path of [
      `/v1/customers/${id}?expand[]=default_source`,
      `/v1/customers/${id}?expand[0]=default_source`,
      `/v1/customers/${id}?expand%5B%5D=default_source`,
    ]) {
      expect((await send(sandbox.url, { path, key })).body.default_source.object).toBe('card');
      expect((await send(sandbox.url, { method: 'POST', path, key })).body.default_source.object).toBe(
        'card',
      );
    }
  });

  test('the query of a DELETE is read', async () => {
    const { key, stripe } = sandbox.open();
    const { id } = await stripe.customers.create();
    const answer = await send(sandbox.url, { method: 'DELETE', path: `/v1/customers/${id}?foo=1`, key });
    expect(answer.body.error.message).toBe('Received unknown parameter: foo');
  });

  test('one that is too large is refused', async () => {
    const { status } = await send(sandbox.url, {
      method: 'POST',
      path: '/v1/customers',
      key: testKey(),
      body: `description=${'x'.repeat(20 * 1024 * 1024)}`,
    });
    expect(status).toBe(413);
  });

  test('answers are JSON as Stripe writes it, and name the request', async () => {
    const key = testKey();
    const { text, body, headers } = await send(sandbox.url, { path: '/v1/customers', key });
    expect(text).toBe(`${JSON.stringify(body, null, 2)}\n`);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect(headers.get('stripe-version')).toBe('2016-07-06');
    const refused = await send(sandbox.url, { path: '/v1/customers/cus_0', key });
    expect(refused.headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect(refused.headers.get('request-id')).not.toBe(headers.get('request-id'));
  });

  test('headers of the caller come back', async () => {
    const { headers } = await send(sandbox.url, {
      method: 'POST',
      path: '/v1/customers',
      key: testKey(),
      headers: {
        'stripe-account': 'acct_1234567890123456',
        'idempotency-key': 'k1',
        'stripe-version': '2016-07-06',
      },
    });
    expect(headers.get('stripe-account')).toBe('acct_1234567890123456');
    expect(headers.get('idempotency-key')).toBe('k1');
  });

  test('an unknown version of the API is refused', async () => {
    const { status, body } = await send(sandbox.url, {
      path: '/v1/customers',
      key: testKey(),
      headers: { 'stripe-version': '1999-12-31' },
    });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(
      /^Invalid Stripe API version: 1999-12-31\. The sandbox knows .*2016-07-06/,
    );
  });

  test('no form makes it fail, or reaches a prototype', async () => {
    const key = testKey();
    const paths = ['/v1/customers', '/v1/charges', '/v1/tokens', '/v1/refunds'];
    const names = fc.oneof(
      fc.constantFrom(
        'source',
        'amount',
        'metadata',
        'card',
        'expand',
        'shipping',
        'currency',
        '__proto__',
        'constructor',
      ),
      fc.string({ maxLength: 8 }),
    );
    const pair = fc
      .tuple(names, fc.array(names, { maxLength: 3 }), fc.string({ maxLength: 12 }))
      .map(([name, rest, value]) => `${name}${rest.map((one) => `[${one}]`).join('')}=${value}`);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.array(pair, { maxLength: 6 }), async (path, pairs) => {
        const { status } = await send(sandbox.url, { method: 'POST', path, key, body: pairs.join('&') });
        expect([200, 400, 402]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(({} as Loose).polluted).toBeUndefined();
  });
});

describe('the server', () => {
  test('says that a port is taken, and frees it when it is closed', async () => {
    const first = await startSandbox({ port: 0 });
    await expect(startSandbox({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    const second = await startSandbox({ port: first.port });
    expect(second.url).toBe(`http://127.0.0.1:${first.port}`);
    await second.close();
  });

  test('with the same seed and time gives the same ids', async () => {
    const run = async () => {
      const running = await startSandbox({ port: 0, seed: 'a', now: () => 1_475_238_268 });
      const { stripe } = openAt(running.url, 'sk_test_same');
      const made = [await stripe.customers.create({ source: 'tok_visa' }), await stripe.events.list()];
      await running.close();
      return JSON.stringify(made);
    };
    const first = await run();
    expect(await run()).toBe(first);
    expect(first).toContain('card_18zQ40');
  });

  test('tells what it implements', async () => {
    const { call } = sandbox.open();
    const { versions, implemented, controls } = await call('GET', '/_sandbox');
    expect(versions).toContain('2016-07-06');
    expect(implemented).toContainEqual(expect.objectContaining({ method: 'POST', path: '/v1/charges' }));
    expect(controls).toContainEqual(expect.objectContaining({ method: 'POST', path: '/_sandbox/clock' }));
  });

  test('forgets an account when told to', async () => {
    const [account, other] = [sandbox.open(), sandbox.open()];
    await account.stripe.customers.create();
    await other.stripe.customers.create();
    await account.call('POST', '/_sandbox/reset');
    expect((await account.stripe.customers.list()).data).toEqual([]);
    expect((await other.stripe.customers.list()).data).toHaveLength(1);
  });
});
