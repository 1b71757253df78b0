import { describe, expect, test } from '@jest/globals';
import { IdempotencyKeys, type KeyedRequest } from '#sandbox/idempotency.ts';
import { accounts, card, send, type TestAccount } from './helpers.ts';

const sandbox = accounts();
const DAY = 86_400;

/** Charges by a bare request with an idempotency key. */
function charge(
  account: TestAccount,
  key: string,
  body = 'amount=500&currency=usd&source=tok_visa',
  path = '/v1/charges',
) {
  return send(sandbox.url, {
    method: 'POST',
    path,
    key: account.key,
    body,
    headers: { 'idempotency-key': key },
  });
}

const charges = async ({ stripe }: TestAccount) => (await stripe.charges.list({ limit: 100 })).data;

describe('a repeated key', () => {
  test('gives the stored answer byte for byte, and says so', async () => {
    const account = sandbox.open();
    const first = await charge(account, 'k1');
    await account.stripe.charges.update(first.body.id, { description: 'changed since' });
    const again = await charge(account, 'k1', 'source=tok_visa&currency=usd&amount=500');
    expect(again.status).toBe(200);
    expect(again.text).toBe(first.text);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(again.headers.get('idempotency-key')).toBe('k1');
    expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
    expect(await charges(account)).toHaveLength(1);
  });

  test('gives the stored decline', async () => {
    const account = sandbox.open();
    const body = 'amount=500&currency=usd&source=tok_chargeDeclined';
    const [first, again] = [await charge(account, 'k1', body), await charge(account, 'k1', body)];
    expect(first.status).toBe(402);
    expect(again.text).toBe(first.text);
    expect(await charges(account)).toHaveLength(1);
  });

  test('gives the stored refusal of a request that was carried out', async () => {
    const account = sandbox.open();
    const [first, again] = [
      await charge(account, 'k1', 'charge=ch_0', '/v1/refunds'),
      await charge(account, 'k1', 'charge=ch_0', '/v1/refunds'),
    ];
    expect(first.status).toBe(400);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test.each([
    ['other parameters', 'amount=501&currency=usd&source=tok_visa', '/v1/charges'],
    ['another path', 'amount=500&currency=usd&source=tok_visa', '/v1/customers'],
  ])('with %s is refused', async (_, body, path) => {
    const account = sandbox.open();
    await charge(account, 'k1');
    const other = await charge(account, 'k1', body, path);
    expect(other.status).toBe(400);
    expect(other.body.error).toEqual({
      type: 'idempotency_error',
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'k1' if you meant to execute a different request.",
    });
    expect(await charges(account)).toHaveLength(1);
  });

  test('means nothing on another account', async () => {
    const [one, other] = [sandbox.open(), sandbox.open()];
    const [first, second] = [await charge(one, 'k1'), await charge(other, 'k1')];
    expect(second.body.id).not.toBe(first.body.id);
  });

  test.each([
    ['a request that was never valid', 'amount=0&currency=usd&source=tok_visa', 400],
    ['one with an unknown parameter', 'amount=500&foo=1', 400],
  ])('is free again after %s', async (_, body, status) => {
    const account = sandbox.open();
    expect((await charge(account, 'k1', body)).status).toBe(status);
    const after = await charge(account, 'k1');
    expect(after.status).toBe(200);
    expect(after.headers.get('idempotent-replayed')).toBeNull();
  });

  test('is free again after 401 and 429, and keeps a 500', async () => {
    const account = sandbox.open();
    expect((await charge({ ...account, key: 'sk_live_1' }, 'k1')).status).toBe(401);
    await account.call('POST', '/_sandbox/faults', { kind: 'error', status: 429, count: 1 });
    expect((await charge(account, 'k1')).status).toBe(429);
    await account.call('POST', '/_sandbox/faults', { kind: 'error', status: 500, count: 1 });
    const failed = await charge(account, 'k1');
    expect(failed.status).toBe(500);
    const again = await charge(account, 'k1');
    expect(again.text).toBe(failed.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await charges(account)).toEqual([]);
  });

  test('is free again after 24 hours', async () => {
    const account = sandbox.open();
    const first = await charge(account, 'k1');
    await account.advance(DAY - 60);
    expect((await charge(account, 'k1')).body.id).toBe(first.body.id);
    await account.advance(120);
    expect((await charge(account, 'k1')).body.id).not.toBe(first.body.id);
  });

  test('thirty at once charge once', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/faults', {
      kind: 'delay',
      delay: 30,
      path: '/v1/charges',
      method: 'POST',
    });
    const answers = await Promise.all(Array.from({ length: 30 }, () => charge(account, 'k1')));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 409]));
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body.error).toMatchObject({
      type: 'invalid_request_error',
      code: 'idempotency_key_in_use',
      message: expect.stringMatching(
        /^There is currently another in-progress request using this Idempotent Key/,
      ),
    });
    await account.call('DELETE', '/_sandbox/faults');
    expect(await charges(account)).toHaveLength(1);
    expect((await charge(account, 'k1')).status).toBe(200);
  });
});

test('a key can be 255 characters long, and no longer', async () => {
  const account = sandbox.open();
  expect((await charge(account, 'k'.repeat(255))).status).toBe(200);
  const { status, body } = await charge(account, 'k'.repeat(256));
  expect([status, body.error.type]).toEqual([400, 'invalid_request_error']);
});

test('keys count on POST only', async () => {
  const account = sandbox.open();
  const list = () =>
    send(sandbox.url, { path: '/v1/charges', key: account.key, headers: { 'idempotency-key': 'k1' } });
  expect((await list()).body.data).toEqual([]);
  await charge(account, 'k2');
  expect((await list()).body.data).toHaveLength(1);
});

test('neither the key’s store nor an answer holds a card number', async () => {
  const account = sandbox.open();
  const source = Object.entries(card())
    .map(([name, value]) => `source[${name}]=${value}`)
    .join('&');
  await charge(account, 'k1', `amount=500&currency=usd&${source}`);
  const mismatch = await charge(account, 'k1', `amount=501&currency=usd&${source}`);
  const quoted = await charge(account, '4242424242424242', 'amount=1');
  expect(mismatch.text + quoted.text).not.toContain('4242424242424242');
});

test('a file is compared by its bytes', async () => {
  const account = sandbox.open();
  const upload = async (text: string) => {
    const body = new FormData();
    body.set('purpose', 'dispute_evidence');
    body.set('file', new Blob([`%PDF-1.4 ${text}`], { type: 'application/pdf' }), 'evidence.pdf');
    const headers = { authorization: `Bearer ${account.key}`, 'idempotency-key': 'k1' };
    const response = await fetch(`${sandbox.url}/v1/files`, { method: 'POST', headers, body });
    return { status: response.status, body: await response.json() };
  };
  const first = await upload('A');
  expect(first).toMatchObject({ status: 200, body: { object: 'file_upload' } });
  expect(await upload('A')).toEqual(first);
  expect(await upload('B')).toMatchObject({ status: 400, body: { error: { type: 'idempotency_error' } } });
});

describe('the keys of an account', () => {
  const request: KeyedRequest = { key: 'k1', method: 'POST', path: '/v1/x', parameters: {}, id: 'req_1' };
  const answer = (body: string) => ({ status: 200, headers: {}, body });
  const once = (keys: IdempotencyKeys, now: number, body: string, more: Partial<KeyedRequest> = {}) =>
    keys
      .once(
        { ...request, ...more },
        () => now,
        async () => answer(body),
      )
      .then((one) => one.body);

  test('are forgotten a day after their first use', async () => {
    const keys = new IdempotencyKeys();
    expect(await once(keys, 1000, 'first')).toBe('first');
    expect(await once(keys, 1000 + DAY - 1, 'second')).toBe('first');
    expect(await once(keys, 1000 + DAY, 'second')).toBe('second');
  });

  test('are not forgotten, and not saved, while their request is in flight', async () => {
    const keys = new IdempotencyKeys();
    const run = Promise.withResolvers<ReturnType<typeof answer>>();
    const first = keys.once(
      request,
      () => 1000,
      () => run.promise,
    );
    expect(keys.save()).toEqual([]);
    await expect(once(keys, 1000 + 2 * DAY, 'second')).rejects.toMatchObject({ status: 409 });
    run.resolve(answer('first'));
    expect(await first).toEqual({ status: 200, headers: {}, body: 'first' });
    expect(keys.save()).toEqual([{ key: 'k1', request: 'req_1', at: 1000, answer: await first }]);
  });

  test('are free again when nothing was carried out', async () => {
    const keys = new IdempotencyKeys();
    const failing = keys.once(
      request,
      () => 1000,
      () => Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(await once(keys, 1000, 'first')).toBe('first');
  });

  test('are saved without the answers that hold the key of an account', async () => {
    const keys = new IdempotencyKeys();
    await once(keys, 1000, '{"keys":{"secret":"sk_test_1"}}');
    await once(keys, 1000, '{"id":"cus_1"}', { key: 'k2' });
    expect(keys.save().map(({ key }) => key)).toEqual(['k2']);
  });

  test('take parameters in any order, and no others', async () => {
    const keys = new IdempotencyKeys();
    const source = { object: 'card', number: null };
    await once(keys, 1000, 'first', { parameters: { amount: '1', source } });
    const again = { source: { number: null, object: 'card' }, amount: '1' };
    expect(await once(keys, 1000, 'second', { parameters: again })).toBe('first');
    for (const parameters of [{ amount: '2', source }, { amount: '1' }, { amount: '1', source: ['card'] }]) {
      await expect(once(keys, 1000, 'second', { parameters })).rejects.toMatchObject({ status: 400 });
    }
  });
});
