/** What each version of the API does otherwise than today's, by calls of its callers. */
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { encodeForm } from '#lib/http/form.ts';
import { loadVersions } from '#sandbox/versions/index.ts';
import { json, startUpstream } from '../../helpers/upstream.ts';
import { accounts, card, type Loose, send, type TestAccount } from '../helpers.ts';

const sandbox = accounts();

/** Calls of an account at a version; they give the status and the body. */
function at(version: string, { key }: Pick<TestAccount, 'key'> = sandbox.open()) {
  return async (
    method: string,
    path: string,
    parameters: object = {},
    headers: object = {},
  ): Promise<Loose> => {
    const form = encodeForm(parameters as Record<string, unknown>);
    const post = method === 'POST';
    const { status, body } = await send(sandbox.url, {
      method,
      path: `/v1${path}${post || form === '' ? '' : `?${form}`}`,
      key,
      headers: { 'stripe-version': version, ...headers },
      ...(post && { body: form }),
    });
    return { status, ...body };
  };
}

const gold = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };
const charged = { amount: 900, currency: 'usd' };
const { object: _, ...visa } = card();
const bank = {
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};
const bodyOf = ({ status: _, ...body }: Loose): Loose => body;

/** Stripe's changelog, without the changes after 2016-07-06. */
const CHANGES = [
  '2013-10-29 2013-12-03 2014-01-31 2014-03-13 2014-03-28 2014-05-19 2014-06-13 2014-06-17 2014-07-22 2014-07-26',
  '2014-08-04 2014-08-20 2014-09-08 2014-10-07 2014-11-05 2014-11-20 2014-12-08 2014-12-17 2014-12-22 2015-01-11',
  '2015-01-26 2015-02-10 2015-02-16 2015-02-18 2015-03-24 2015-04-07 2015-06-15 2015-07-07 2015-07-13 2015-07-28',
  '2015-08-07 2015-08-19 2015-09-03 2015-09-08 2015-09-23 2015-10-01 2015-10-12 2015-10-16 2016-02-03 2016-02-19',
  '2016-02-22 2016-02-23 2016-02-29 2016-03-07 2016-06-15 2016-07-06',
].flatMap((line) => line.split(' '));

/** Those after 2016-07-06 that concern intents and payment methods, and the newest version. */
const LATER_CHANGES = [
  '2019-02-11 2019-10-17 2020-08-27 2022-11-15 2023-08-16 2024-04-10 2025-03-31.basil 2026-07-29.dahlia',
  '2026-09-30.endive 2026-10-28.endive',
].flatMap((line) => line.split(' '));

test('every change from 2013-08-13 on has its gate, and every version can be asked for', async () => {
  const versions = await loadVersions();
  expect(versions.all).toEqual(['2013-08-13', ...CHANGES, ...LATER_CHANGES]);
  const files = await readdir(new URL('../../../sandbox/versions/', import.meta.url));
  expect(versions.gates).toHaveLength(files.filter((file) => /^\d{4}-/.test(file)).length);
  for (const { about } of versions.gates) {
    expect(about).toMatch(/^[\w’].*[.)]$/);
  }
  for (const version of ['2013-08-13', ...CHANGES]) {
    expect(await at(version)('GET', '/balance')).toMatchObject({ status: 200, object: 'balance' });
  }
  for (const version of versions.all) {
    expect(await at(version)('GET', '/payment_intents')).toMatchObject({ status: 200, object: 'list' });
  }
});

test('a version that there is not is refused, and the others are named', async () => {
  for (const version of ['2013-08-12', '2014-01-01', '2016-10-19', 'x', '2013-08-13 ']) {
    const { status, error } = await at(version.replace(' ', ' 1'))('GET', '/balance');
    expect(status).toBe(400);
    expect(error.message).toMatch(/^Invalid Stripe API version: .* 2013-08-13, .*, 2026-10-28\.endive\.$/);
  }
});

describe('parameters', () => {
  test.each([
    ['2013-08-13', 'POST', '/charges', { ...charged, source: 'tok_visa' }, 'source'],
    ['2014-12-08', 'POST', '/charges', { ...charged, source: 'tok_visa' }, 'source'],
    ['2014-03-13', 'GET', '/charges', { limit: 1 }, 'limit'],
    ['2016-07-06', 'GET', '/charges', { offset: 1 }, 'offset'],
    ['2014-12-17', 'POST', '/plans', { ...gold, statement_description: 'GOLD' }, 'statement_description'],
    ['2016-06-15', 'GET', '/subscriptions', { status: 'canceled' }, 'status'],
  ])('at %s, %s %s with what another version has is refused', async (version, method, path, given, param) => {
    expect(await at(version)(method, path, given)).toEqual({
      status: 400,
      error: {
        type: 'invalid_request_error',
        message: `Received unknown parameter: ${param}`,
        param,
      },
    });
  });

  test('are refused by the names that they were sent with', async () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const [old, since] = await Promise.all(
        ['2013-08-13', '2016-07-06'].map((version) => at(version)('GET', '/charges', { [name]: '1' })),
      );
      expect(old).toMatchObject({ status: 400 });
      expect(old).toEqual(since);
    }
  });

  test('what is wrong with them is told under the names that they had', async () => {
    const old = at('2013-08-13');
    const { id } = await old('POST', '/customers');
    const wrong = [
      ['POST', '/charges', { ...charged, card: { number: '4242' } }],
      ['POST', `/customers/${id}/cards`, {}],
      ['POST', `/customers/${id}`, { default_card: 'card_1' }],
      ['GET', '/charges', { count: 101 }],
      ['GET', '/charges', { offset: 'x' }],
    ] as const;
    const params = [];
    for (const [method, path, given] of wrong) {
      params.push((await old(method, path, given)).error.param);
    }
    expect(params).toEqual(['card[exp_month]', 'card', 'default_card', 'count', 'offset']);
    expect((await old('POST', `/customers/${id}/cards`)).error.message).toBe('Missing required param: card.');
  });

  test('expansions have the names of their version', async () => {
    const old = at('2013-08-13');
    const { id } = await old('POST', '/customers', { card: visa });
    const { default_card } = await old('GET', `/customers/${id}`, { expand: ['default_card'] });
    expect(default_card).toMatchObject({ object: 'card', type: 'Visa' });
    const list = await old('GET', '/customers', { expand: ['data.default_card'] });
    expect(list.data[0].default_card).toMatchObject({ object: 'card', type: 'Visa' });
  });

  test('what only one version knew is given to the other under its name', async () => {
    const account = sandbox.open();
    await at('2013-08-13', account)('POST', '/plans', { ...gold, statement_description: 'GOLD' });
    expect(await at('2014-11-05', account)('GET', '/plans/gold')).toMatchObject({
      statement_description: 'GOLD',
    });
    expect(await at('2016-07-06', account)('GET', '/plans/gold')).toMatchObject({
      statement_descriptor: 'GOLD',
    });
  });
});

describe('lists before 2014-03-28', () => {
  test('are found by numbers, and counted', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.unshift((await old('POST', '/customers', { description: `${count}` })).id);
    }
    for (const [count, offset] of [
      [2, 0],
      [2, 2],
      [2, 4],
      [10, 5],
    ] as const) {
      const { data, ...list } = await old('GET', '/customers', { count, offset });
      expect(list).toEqual({ status: 200, object: 'list', url: '/v1/customers', count: 5 });
      expect(data.map(({ id }: Loose) => id)).toEqual(ids.slice(offset, offset + count));
    }
    const between = await at('2014-10-07', account)('GET', '/customers', { limit: 2, offset: 3 });
    expect(between).toMatchObject({ has_more: false, data: [{ id: ids[3] }, { id: ids[4] }] });
    expect(between).not.toHaveProperty('total_count');
  });

  test('also those that are kept within objects, and in objects', async () => {
    const old = at('2013-08-13');
    const { id: customer } = await old('POST', '/customers', { card: visa });
    for (let count = 0; count < 3; count += 1) {
      await old('POST', '/invoiceitems', { customer, amount: 100 + count, currency: 'usd' });
    }
    const { id, lines } = await old('POST', '/invoices', { customer });
    expect([lines.count, lines.data.length]).toEqual([3, 3]);
    const page = await old('GET', `/invoices/${id}/lines`, { count: 1, offset: 1 });
    expect(page).toMatchObject({ count: 3, data: [{ amount: 101 }] });
    expect((await old('GET', `/customers/${customer}`, {})).cards).toMatchObject({ count: 1 });
  });

  test('leave out charges of bank accounts until 2015-09-23, and take an offset only so since', async () => {
    const account = sandbox.open();
    const customer = await account.call('POST', '/v1/customers');
    const source = await account.call('POST', `/v1/customers/${customer.id}/sources`, {
      source: { object: 'bank_account', ...bank },
    });
    const verify = `/v1/customers/${customer.id}/sources/${source.id}/verify`;
    await account.call('POST', verify, { amounts: [32, 45] });
    await account.call('POST', '/v1/charges', { ...charged, customer: customer.id });
    await account.call('POST', '/v1/charges', { ...charged, source: 'tok_visa' });
    const lengthAt = async (version: string, given: object = {}) =>
      (await at(version, account)('GET', '/charges', given)).data?.length;
    expect(await lengthAt('2015-09-08')).toBe(1);
    expect(await lengthAt('2015-09-08', { offset: 0 })).toBe(1);
    expect(await lengthAt('2015-09-23')).toBe(2);
    expect(await lengthAt('2015-09-23', { offset: 0 })).toBeUndefined();
    expect(await lengthAt('2015-09-23', { offset: 0, source: { object: 'all' } })).toBe(2);
  });
});

describe('idempotency keys', () => {
  const headers = { 'idempotency-key': 'once' };

  test('are an error with another request since 2015-09-03, and answer as before until then', async () => {
    const account = sandbox.open();
    const first = await at('2013-08-13', account)('POST', '/customers', { description: 'A' }, headers);
    const other = { description: 'B' };
    expect(await at('2015-08-19', account)('POST', '/customers', other, headers)).toEqual(first);
    expect(await at('2015-09-03', account)('POST', '/customers', other, headers)).toMatchObject({
      status: 400,
      error: { type: 'idempotency_error' },
    });
  });
});

describe('errors', () => {
  test('of too many requests have the status 400 until 2015-09-08', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/faults', { kind: 'error', status: 429, path: '/v1/charges' });
    expect(await at('2015-09-03', account)('GET', '/charges')).toMatchObject({
      status: 400,
      error: { type: 'invalid_request_error', code: 'rate_limit' },
    });
    expect(await at('2015-09-08', account)('GET', '/charges')).toMatchObject({ status: 429 });
  });

  test('of invalid cards have the status 402 until 2015-10-12', async () => {
    const given = { card: { number: 'x', exp_month: 12, exp_year: 2040 } };
    expect(await at('2015-10-01')('POST', '/tokens', given)).toMatchObject({
      status: 402,
      error: { type: 'card_error', param: 'card[number]' },
    });
    expect(await at('2015-10-12')('POST', '/tokens', given)).toMatchObject({
      status: 400,
      error: { type: 'invalid_request_error', param: 'card[number]' },
    });
  });

  test('speak of a card and a customer until 2015-02-18', async () => {
    const given = { amount: 100, currency: 'usd' };
    const said = async (version: string) => (await at(version)('POST', '/charges', given)).error.message;
    expect(await said('2013-08-13')).toBe('You must supply either a card or a customer id');
    expect(await said('2015-02-16')).toBe('You must supply either a card or a customer id');
    expect(await said('2015-02-18')).toBe('Must provide source or customer.');
  });

  test('say the little that those of 2013 said', async () => {
    const old = at('2013-08-13');
    expect(await old('GET', '/charges/ch_1')).toEqual({
      status: 404,
      error: {
        code: 'missing',
        type: 'invalid_request_error',
        message: 'No such charge: ch_1',
        param: 'id',
      },
    });
    expect((await old('POST', '/charges', { ...charged, card: 'tok_chargeDeclined' })).error).toEqual({
      type: 'card_error',
      code: 'card_declined',
      message: 'Your card was declined.',
      charge: expect.stringMatching(/^ch_/),
    });
  });
});

describe('objects', () => {
  test('a customer has one subscription until 2014-01-31', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    await old('POST', '/plans', gold);
    const { id, subscription } = await old('POST', '/customers', { card: visa, plan: 'gold' });
    expect(subscription).toMatchObject({ object: 'subscription', plan: { id: 'gold' } });
    expect(await at('2013-12-03', account)('GET', `/customers/${id}`)).not.toHaveProperty('subscriptions');
    const since = await at('2014-01-31', account)('GET', `/customers/${id}`);
    expect(since).toMatchObject({ subscriptions: { count: 1, data: [{ id: subscription.id }] } });
    expect(since).not.toHaveProperty('subscription');
    await old('DELETE', `/customers/${id}/subscription`);
    expect(await old('GET', `/customers/${id}`)).toMatchObject({ subscription: null });
    expect(await old('DELETE', `/customers/${id}/subscription`)).toMatchObject({
      status: 404,
      error: { message: `No active subscription for customer: ${id}` },
    });
  });

  test('a subscription moves with its plan, and is the newest of several', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    await old('POST', '/plans', gold);
    await old('POST', '/plans', { ...gold, id: 'silver', amount: 1000 });
    const { id: customer } = await old('POST', '/customers', { card: visa });
    const path = `/customers/${customer}/subscription`;
    const made = await old('POST', path, { plan: 'gold', quantity: 2 });
    expect(await old('POST', path, { plan: 'gold' })).toMatchObject({ id: made.id, quantity: 2 });
    expect(await old('POST', path, { plan: 'silver' })).toMatchObject({
      id: made.id,
      plan: { id: 'silver' },
      quantity: 1,
    });
    const second = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    expect((await old('GET', `/customers/${customer}`)).subscription.id).toBe(second.id);
  });

  test('the coupon of a subscription is its customer’s until 2014-01-31', async () => {
    for (const [version, ofCustomer] of [
      ['2013-12-03', true],
      ['2014-01-31', false],
    ] as const) {
      const account = sandbox.open();
      const old = at(version, account);
      await old('POST', '/plans', gold);
      await old('POST', '/coupons', { id: 'HALF', duration: 'forever', percent_off: 50 });
      const { id } = await old('POST', '/customers', { card: visa });
      await old('POST', `/customers/${id}/subscription`, { plan: 'gold', coupon: 'HALF' });
      const { discount } = await old('GET', `/customers/${id}`);
      expect(discount?.coupon.id).toBe(ofCustomer ? 'HALF' : undefined);
      expect(await old('GET', '/invoices/upcoming', { customer: id })).toMatchObject({ total: 1000 });
    }
  });

  test('a dispute is found by its charge until it has an id', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    const { id } = await old('POST', '/charges', { ...charged, card: 'tok_createDispute' });
    const { dispute } = await old('GET', `/charges/${id}`);
    expect(dispute).toMatchObject({
      object: 'dispute',
      charge: id,
      status: 'needs_response',
      evidence: null,
      balance_transaction: expect.stringMatching(/^txn_/),
      evidence_due_by: expect.any(Number),
    });
    expect(dispute).not.toHaveProperty('id');
    const answered = await old('POST', `/charges/${id}/dispute`, { evidence: 'She wears them.' });
    expect(answered).toMatchObject({ status: 'under_review', evidence: 'She wears them.' });
    const idAt = async (version: string) => (await at(version, account)('GET', `/charges/${id}`)).dispute.id;
    expect(await idAt('2015-04-07')).toBeUndefined();
    expect(await idAt('2015-06-15')).toMatch(/^dp_/);
    const today = await at('2016-07-06', account)('GET', `/charges/${id}`);
    expect(today.dispute).toMatchObject({
      id: expect.stringMatching(/^dp_/),
      evidence: { uncategorized_text: 'She wears them.' },
    });
    expect(await old('POST', `/charges/${id}/dispute/close`)).toMatchObject({ status: 'lost' });
    expect(await old('POST', '/charges/ch_1/dispute')).toMatchObject({ status: 404 });
    const { id: undisputed } = await old('POST', '/charges', { ...charged, card: 'tok_visa' });
    expect(await old('GET', `/charges/${undisputed}/dispute`)).toMatchObject({
      status: 404,
      error: { message: `No dispute for charge: ${undisputed}` },
    });
  });

  test('an inquiry has the statuses of a dispute until 2014-08-20', async () => {
    const account = sandbox.open();
    const given = { ...charged, card: 'tok_createDisputeInquiry' };
    const { id } = await at('2013-08-13', account)('POST', '/charges', given);
    const statusAt = async (version: string) =>
      (await at(version, account)('GET', `/charges/${id}`)).dispute.status;
    expect([await statusAt('2014-08-04'), await statusAt('2014-08-20')]).toEqual([
      'needs_response',
      'warning_needs_response',
    ]);
  });

  test('a refund’s balance transaction is of the charge until 2015-08-19', async () => {
    const account = sandbox.open();
    const { id } = await at('2013-08-13', account)('POST', '/charges', { ...charged, card: 'tok_visa' });
    await at('2013-08-13', account)('POST', `/charges/${id}/refund`);
    const sourceAt = async (version: string, given: object = {}) =>
      (await at(version, account)('GET', '/balance/history', given)).data[0].source;
    expect(await sourceAt('2015-08-07')).toBe(id);
    expect(await sourceAt('2015-08-19')).toMatch(/^re_/);
    const whole = await sourceAt('2015-08-07', { expand: ['data.source'] });
    expect(whole).toEqual(await at('2015-08-07', account)('GET', `/charges/${id}`));
  });

  test('a transfer says where its transactions are listed until 2014-08-04', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    const { id: recipient } = await old('POST', '/recipients', { name: 'Jenny Rosen', type: 'individual' });
    await old('POST', `/recipients/${recipient}`, { bank_account: bank });
    const { id } = await old('POST', '/transfers', { amount: 1000, currency: 'usd', recipient });
    const { transactions } = await old('GET', `/transfers/${id}`);
    expect(transactions).toMatchObject({ object: 'list', count: 0, data: [] });
    const path = transactions.url.replace(/^\/v1/, '');
    expect(bodyOf(await old('GET', path, { count: 5, offset: 1 }))).toEqual(transactions);
    expect(await at('2014-08-04', account)('GET', `/transfers/${id}`)).not.toHaveProperty('transactions');
    expect(await at('2014-08-04', account)('GET', path)).toMatchObject({ status: 200, has_more: false });
    expect(await old('GET', path.replace(id, 'tr_1'))).toMatchObject({
      status: 404,
      error: { message: 'No such transfer: tr_1', param: 'id' },
    });
  });

  test('are not what callers wrote into metadata', async () => {
    const old = at('2013-08-13');
    for (const object of ['event', 'transfer', 'list']) {
      const metadata = { object, has_more: 'x', type: 'y' };
      const { id } = await old('POST', '/customers', { metadata });
      expect(await old('GET', `/customers/${id}`)).toMatchObject({ status: 200, metadata });
    }
  });

  test('stay what they are, however they are shown', async () => {
    const account = sandbox.open();
    const today = at('2016-07-06', account);
    const { id: customer } = await today('POST', '/customers', { source: card() });
    await today('POST', '/charges', { ...charged, customer });
    const read = () => Promise.all(['/events', '/charges', '/customers'].map((path) => today('GET', path)));
    const before = await read();
    await at('2013-08-13', account)('GET', '/events');
    await at('2013-08-13', account)('GET', '/charges', { expand: ['data.customer'] });
    const { data } = await today('GET', '/events', {
      expand: ['data.data.object.customer'],
      type: 'charge.*',
    });
    expect(data[0].data.object.customer).toMatchObject({ id: customer });
    expect(await read()).toEqual(before);
  });

  test('a token’s card says whose it is until 2014-12-22, and bank’s checks are unchecked', async () => {
    const account = sandbox.open();
    const odd = { ...visa, number: '4000000000000044', address_zip: '94111' };
    const { id } = await at('2013-08-13', account)('POST', '/tokens', { card: odd });
    const cardAt = async (version: string) => (await at(version, account)('GET', `/tokens/${id}`)).card;
    expect(await cardAt('2014-12-17')).toMatchObject({ customer: null, address_zip_check: 'unchecked' });
    const since = await cardAt('2014-12-22');
    expect(since).toMatchObject({ address_zip_check: 'unavailable' });
    expect(since).not.toHaveProperty('customer');
  });

  test('the price of a plan’s end, a line’s metadata and a proration’s period are as they were', async () => {
    const account = sandbox.open();
    const { call } = account;
    await call('POST', '/v1/plans', { ...gold, metadata: { of: 'plan' } });
    const customer = await call('POST', '/v1/customers', { source: card() });
    const subscription = await call('POST', '/v1/subscriptions', {
      customer: customer.id,
      plan: 'gold',
      metadata: { of: 'subscription' },
    });
    await account.advance(86_400);
    await call('POST', `/v1/subscriptions/${subscription.id}`, { quantity: 2 });
    const linesAt = async (version: string): Promise<Loose[]> =>
      (await at(version, account)('GET', '/invoices/upcoming', { customer: customer.id })).lines.data;
    const line = async (version: string, type: string) =>
      (await linesAt(version)).find((one) => one.type === type);
    expect((await line('2014-11-05', 'subscription')).metadata).toEqual({ of: 'plan' });
    expect((await line('2014-11-20', 'subscription')).metadata).toEqual({ of: 'subscription' });
    const before = await line('2015-03-24', 'invoiceitem');
    expect(before.period.end).toBe(before.period.start);
    const { period } = await line('2015-04-07', 'invoiceitem');
    expect(period.end).toBeGreaterThan(period.start);
    expect(await line('2014-07-22', 'invoiceitem')).toMatchObject({ quantity: expect.any(Number) });
    expect(await line('2014-06-17', 'invoiceitem')).toMatchObject({ quantity: null, plan: null });
  });
});

describe('events', () => {
  test('have the types and the objects of their version', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    const { id } = await old('POST', '/customers', { card: visa });
    await old('POST', `/customers/${id}`, { description: 'Jenny' });
    const typesAt = async (version: string, given: object) =>
      (await at(version, account)('GET', '/events', given)).data?.map(({ type }: Loose) => type);
    expect(await typesAt('2013-08-13', { type: 'customer.card.*' })).toEqual(['customer.card.created']);
    expect(await typesAt('2015-02-18', { type: 'customer.source.created' })).toEqual([
      'customer.source.created',
    ]);
    expect(await typesAt('2015-02-16', { types: ['customer.card.created'] })).toEqual([
      'customer.card.created',
    ]);
    const [updated] = (await old('GET', '/events', { type: 'customer.updated' })).data;
    expect(updated.data).toMatchObject({
      object: { object: 'customer', cards: { count: 1 }, default_card: expect.any(String) },
      previous_attributes: { description: null },
    });
    expect(updated).not.toHaveProperty('api_version');
    const [since] = (await at('2015-10-01', account)('GET', '/events', { type: 'customer.updated' })).data;
    expect(since).toMatchObject({ api_version: '2015-10-01', data: { object: { sources: {} } } });
  });

  test('are listed by the types that they have at the version', async () => {
    const account = sandbox.open();
    const old = at('2013-08-13', account);
    await old('POST', '/customers', { card: visa });
    const { id: recipient } = await old('POST', '/recipients', { name: 'J', type: 'individual' });
    await old('POST', `/recipients/${recipient}`, { bank_account: bank });
    const { id } = await old('POST', '/transfers', { amount: 1000, currency: 'usd', recipient });
    await old('POST', `/transfers/${id}/cancel`);
    const namesAt = async (version: string, given: object) => {
      const { data, count } = await at(version, account)('GET', '/events', given);
      expect(count ?? data.length).toBe(data.length);
      return data.map(({ type }: Loose) => type);
    };
    const [card, transfer] = [['customer.card.created'], ['transfer.canceled']];
    for (const type of ['customer.card.created', '*.card.created', 'customer.c*d.created', '*card*']) {
      expect(await namesAt('2013-08-13', { type })).toEqual(card);
      expect(await namesAt('2015-02-18', { type })).toEqual([]);
    }
    for (const type of ['transfer.canceled', '*.canceled', 'transfer.can*']) {
      expect(await namesAt('2015-02-10', { type })).toEqual(transfer);
      expect(await namesAt('2015-02-16', { type })).toEqual([]);
    }
    expect(await namesAt('2013-08-13', { types: [...transfer, ...card] })).toEqual([...transfer, ...card]);
    for (const type of ['customer.source.created', '*source*', 'transfer.reversed', '*.reversed']) {
      expect(await namesAt('2013-08-13', { type })).toEqual([]);
      expect(await namesAt('2016-07-06', { type })).toHaveLength(1);
    }
  });

  test('hold whole dictionaries in previous_attributes until 2015-01-26', async () => {
    const account = sandbox.open();
    const { id } = await account.call('POST', '/v1/customers', { metadata: { a: '1', b: '2' } });
    await account.call('POST', `/v1/customers/${id}`, { metadata: { a: '3' } });
    const previousAt = async (version: string) =>
      (await at(version, account)('GET', '/events', { type: 'customer.updated' })).data[0].data
        .previous_attributes;
    expect(await previousAt('2015-01-11')).toEqual({ metadata: { a: '1', b: '2' } });
    expect(await previousAt('2015-01-26')).toEqual({ metadata: { a: '1' } });
  });
});

describe('behaviour', () => {
  const jenny = {
    name: 'Jenny Rosen',
    type: 'individual',
    tax_id: '000000000',
    bank_account: { country: 'US', routing_number: '110000000', account_number: '000123456789' },
  };

  test('transfers need a balance since 2015-02-10', async () => {
    const account = sandbox.open();
    const { id: recipient } = await at('2013-08-13', account)('POST', '/recipients', jenny);
    const wages = { amount: 1000, currency: 'usd', recipient };
    expect(await at('2015-01-26', account)('POST', '/transfers', wages)).toMatchObject({ status: 'pending' });
    expect(await at('2015-02-10', account)('POST', '/transfers', wages)).toMatchObject({ status: 400 });
  });

  test('coupons give credit until 2013-10-29', async () => {
    const total = async (version: string) => {
      const account = sandbox.open();
      await account.call('POST', '/v1/coupons', {
        id: 'OFF',
        duration: 'once',
        amount_off: 2000,
        currency: 'usd',
      });
      const old = at(version, account);
      const { id: customer } = await old('POST', '/customers', { card: visa, coupon: 'OFF' });
      await old('POST', '/invoiceitems', { customer, amount: 1000, currency: 'usd' });
      const { id } = await old('POST', '/invoices', { customer });
      const paid = await old('POST', `/invoices/${id}/pay`);
      const { account_balance } = await old('GET', `/customers/${customer}`);
      return [paid.total, account_balance];
    };
    expect(await total('2013-08-13')).toEqual([-1000, -1000]);
    expect(await total('2013-10-29')).toEqual([0, 0]);
  });

  test('coupons count credits until 2015-03-24', async () => {
    const total = async (version: string) => {
      const account = sandbox.open();
      await account.call('POST', '/v1/coupons', { id: 'HALF', duration: 'once', percent_off: 50 });
      const old = at(version, account);
      const { id: customer } = await old('POST', '/customers', { coupon: 'HALF' });
      for (const amount of [1000, -400]) {
        await old('POST', '/invoiceitems', { customer, amount, currency: 'usd' });
      }
      return (await old('POST', '/invoices', { customer })).total;
    };
    expect([await total('2015-02-18'), await total('2015-03-24')]).toEqual([300, 100]);
  });

  test('an invoice has any number of items until 2016-02-22', async () => {
    const account = sandbox.open();
    const old = at('2016-02-19', account);
    const { id: customer } = await old('POST', '/customers');
    const item = { customer, amount: 1, currency: 'usd' };
    for (let count = 0; count < 250; count += 1) {
      await old('POST', '/invoiceitems', item);
    }
    expect(await at('2016-02-22', account)('POST', '/invoiceitems', item)).toMatchObject({ status: 400 });
    expect(await old('POST', '/invoiceitems', item)).toMatchObject({ object: 'invoiceitem' });
  });

  test('publishable keys retrieve tokens until 2014-10-07, and see fingerprints', async () => {
    const account = sandbox.open();
    const publishable = { key: account.key.replace(/^sk/, 'pk') };
    const made = await at('2014-09-08', publishable)('POST', '/tokens', { card: visa });
    expect(made.card.fingerprint).toEqual(expect.any(String));
    expect(await at('2014-09-08', publishable)('GET', `/tokens/${made.id}`)).toMatchObject({ id: made.id });
    expect(await at('2014-10-07', publishable)('GET', `/tokens/${made.id}`)).toMatchObject({ status: 401 });
    const since = await at('2014-10-07', publishable)('POST', '/tokens', { card: visa });
    expect(since.card).not.toHaveProperty('fingerprint');
  });

  test('accounts can be created since 2014-12-17, with a bank account under either name', async () => {
    const bank_account = { currency: 'usd', ...jenny.bank_account };
    const given = { managed: true, country: 'US', bank_account };
    expect(await at('2014-12-08')('POST', '/accounts', given)).toMatchObject({ status: 400 });
    expect(await at('2014-12-17')('POST', '/accounts', given)).toMatchObject({ object: 'account' });
    expect(await at('2016-07-06')('POST', '/accounts', given)).toMatchObject({
      external_accounts: { total_count: 1 },
    });
    const made = await at('2015-07-07')('POST', '/accounts', given);
    expect(made).toMatchObject({
      bank_accounts: { total_count: 1, url: `/v1/accounts/${made.id}/bank_accounts` },
      verification: { contacted: expect.any(Boolean) },
      currencies_supported: expect.arrayContaining(['usd', 'eur']),
    });
  });

  test('a connected account makes a token from a customer of its platform, at any version', async () => {
    const account = sandbox.open();
    const connected = await account.call('POST', '/v1/accounts', { managed: true, country: 'US' });
    const { id: customer } = await at('2013-08-13', account)('POST', '/customers', { card: visa });
    const headers = { 'stripe-account': connected.id };
    const made = await at('2013-08-13', account)('POST', '/tokens', { customer }, headers);
    expect(made).toMatchObject({ object: 'token', used: false, card: { type: 'Visa', last4: '4242' } });
  });

  test('the name of a bank account’s holder is called name until 2016-02-19', async () => {
    const bank_account = { currency: 'usd', ...jenny.bank_account };
    expect(
      await at('2016-02-03')('POST', '/tokens', { bank_account: { ...bank_account, name: 'Jenny' } }),
    ).toMatchObject({ bank_account: { name: 'Jenny' } });
    expect(
      await at('2016-02-19')('POST', '/tokens', { bank_account: { ...bank_account, name: 'Jenny' } }),
    ).toMatchObject({ status: 400 });
  });

  test('tax without a plan is not looked at until 2015-10-16', async () => {
    expect(await at('2015-10-12')('POST', '/customers', { tax_percent: 8 })).toMatchObject({
      object: 'customer',
    });
    expect(await at('2015-10-16')('POST', '/customers', { tax_percent: 8 })).toMatchObject({ status: 400 });
  });

  test('an order is refunded by hand until 2016-02-23, SKUs go with their product until 2016-06-15', async () => {
    const account = sandbox.open();
    const { call } = account;
    const product = await call('POST', '/v1/products', { name: 'Socks', attributes: ['size'] });
    const sku = await call('POST', '/v1/skus', {
      product: product.id,
      price: 700,
      currency: 'usd',
      attributes: { size: 'M' },
      inventory: { type: 'infinite' },
    });
    const order = await call('POST', '/v1/orders', {
      currency: 'usd',
      email: 'jenny@example.com',
      items: [{ type: 'sku', parent: sku.id }],
      shipping: { name: 'Jenny', address: { line1: 'A', country: 'US' } },
    });
    await call('POST', `/v1/orders/${order.id}/pay`, { source: 'tok_visa' });
    const canceled = { status: 'canceled' };
    expect(await at('2016-02-22', account)('POST', `/orders/${order.id}`, canceled)).toMatchObject({
      status: 400,
    });
    expect(await at('2016-02-23', account)('POST', `/orders/${order.id}`, canceled)).toMatchObject(canceled);
    const activeAfter = async (version: string) => {
      await at(version, account)('POST', `/products/${product.id}`, { active: false });
      return (await call('GET', `/v1/skus/${sku.id}`)).active;
    };
    expect([await activeAfter('2016-06-15'), await activeAfter('2016-03-07')]).toEqual([true, false]);
  });

  test('a canceled subscription is gone until 2016-07-06', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/plans', gold);
    const customer = await account.call('POST', '/v1/customers', { source: card() });
    const { id } = await account.call('POST', '/v1/subscriptions', { customer: customer.id, plan: 'gold' });
    await account.call('DELETE', `/v1/subscriptions/${id}`);
    expect(await at('2016-06-15', account)('GET', `/subscriptions/${id}`)).toMatchObject({ status: 404 });
    expect(await at('2016-07-06', account)('GET', `/subscriptions/${id}`)).toMatchObject({
      status: 'canceled',
    });
  });
});

test('webhooks get events in the version that they were registered with', async () => {
  const account = sandbox.open();
  const receiver = await startUpstream((response) => json(response, 200, {}));
  const webhook = { url: receiver.url, secret: 'whsec_a', events: ['*.card.*'] };
  const registered = await account.call('POST', '/_sandbox/webhooks', {
    ...webhook,
    api_version: '2013-08-13',
  });
  expect(registered).toMatchObject({ events: webhook.events, api_version: '2013-08-13' });
  await account.call('POST', '/_sandbox/webhooks', webhook);
  await account.call('POST', '/v1/customers', { source: card() });
  await account.advance(1);
  await receiver.close();
  expect(receiver.seen.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'customer.card.created', data: { object: { object: 'card', type: 'Visa' } } },
  ]);
  const wrong = account.call('POST', '/_sandbox/webhooks', { ...webhook, api_version: '2014-01-01' });
  await expect(wrong).rejects.toThrow('Invalid Stripe API version');
});
