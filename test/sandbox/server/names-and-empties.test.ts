/** Parameters that clients of the time sent by older names, in another form, or empty. */
import { describe, expect, test } from '@jest/globals';
import { encodeForm } from '#lib/http/form.ts';
import { accounts, card, type Loose, refusal, send, type TestAccount } from '../helpers.ts';

const sandbox = accounts();
const { object: _, ...visa } = card();
const debit = { ...visa, number: '4000056655665556' };
const bank = { country: 'US', account_number: '000123456789', routing_number: '110000000' };
const charged = { amount: 900, currency: 'usd' };
const gold = { id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' };

/** A call of an account at a version; gives the body, and in `http` the status. */
async function callAt(
  version: string,
  { key }: Pick<TestAccount, 'key'>,
  method: string,
  path: string,
  parameters: object = {},
): Promise<Loose> {
  const form = encodeForm(parameters as Record<string, unknown>);
  const { status, body } = await send(sandbox.url, {
    method,
    path: `${path}${method === 'POST' || form === '' ? '' : `?${form}`}`,
    key,
    headers: { 'stripe-version': version },
    ...(method === 'POST' && { body: form }),
  });
  return { http: status, ...body };
}

describe('`card` in the place of a newer name', () => {
  const VERSIONS = ['2014-12-17', '2015-02-18', '2015-10-01', '2016-07-06'];
  const token = async ({ stripe }: TestAccount) => (await stripe.tokens.create({ card: debit as Loose })).id;
  const forms: [string, (account: TestAccount) => Promise<unknown>][] = [
    ['a token', token],
    ['a dictionary', async () => debit],
    ['a dictionary that says what it is', async () => ({ object: 'card', ...debit })],
  ];
  const paths: [string, (account: TestAccount) => Promise<string>, object, (reply: Loose) => Loose][] = [
    ['charges', async () => '/v1/charges', charged, ({ source }) => source],
    ['customers', async () => '/v1/customers', {}, ({ sources, cards }) => (sources ?? cards).data[0]],
    [
      'cards',
      async ({ call }) => `/v1/customers/${(await call('POST', '/v1/customers')).id}/cards`,
      {},
      (it) => it,
    ],
    [
      'sources',
      async ({ call }) => `/v1/customers/${(await call('POST', '/v1/customers')).id}/sources`,
      {},
      (it) => it,
    ],
    [
      'external accounts',
      async ({ call }) => {
        const { id } = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
        return `/v1/accounts/${id}/external_accounts`;
      },
      {},
      (it) => it,
    ],
  ];

  describe.each(paths)('of %s', (_, pathOf, others, cardIn) => {
    test.each(forms)('can be %s', async (__, cardOf) => {
      for (const version of VERSIONS) {
        const account = sandbox.open();
        const given = { ...others, card: await cardOf(account) };
        const reply = await callAt(version, account, 'POST', await pathOf(account), given);
        expect({ version, http: reply.http }).toEqual({ version, http: 200 });
        expect(cardIn(reply)).toMatchObject({ last4: '5556', funding: 'debit' });
      }
    });
  });

  test('of a charge can be the id of a customer’s card', async () => {
    const account = sandbox.open();
    const customer = await account.call('POST', '/v1/customers', { card: visa });
    const given = { ...charged, customer: customer.id, card: customer.default_source };
    expect((await account.call('POST', '/v1/charges', given)).source.id).toBe(customer.default_source);
  });

  test('of a subscription pays for it, new or changed', async () => {
    const account = sandbox.open();
    await account.call('POST', '/v1/plans', gold);
    const { id } = await account.call('POST', '/v1/customers');
    const made = await account.call('POST', '/v1/subscriptions', { customer: id, plan: 'gold', card: visa });
    await account.call('POST', `/v1/subscriptions/${made.id}`, { card: debit });
    const { sources } = await account.call('GET', `/v1/customers/${id}`);
    expect(sources.data.map(({ last4 }: Loose) => last4)).toEqual(['5556']);
  });

  test('is what an error is about, if it was sent', async () => {
    const { call } = sandbox.open();
    for (const [given, param] of [
      [{ card: 'tok_none' }, 'card'],
      [{ source: 'tok_none' }, 'source'],
      [{ card: { number: '4242424242424242' } }, 'card[exp_month]'],
    ] as const) {
      const error = await refusal(call('POST', '/v1/charges', { ...charged, ...given }));
      expect(error).toMatchObject({ status: expect.any(Number), param });
    }
  });

  test('cannot be sent along with it', async () => {
    const both = { ...charged, card: 'tok_visa', source: 'tok_visa' };
    expect(await refusal(sandbox.open().call('POST', '/v1/charges', both))).toMatchObject({
      status: 400,
      param: 'card',
      message: 'You may only specify one of these parameters: source, card',
    });
  });
});

test('replies before 2015-02-18 show both names, once there were both', async () => {
  const account = sandbox.open();
  const { id: customer } = await account.call('POST', '/v1/customers', { source: visa });
  const { id: charge } = await account.call('POST', '/v1/charges', { ...charged, customer });
  const fieldsAt = async (version: string) => {
    const shown = [
      ...Object.keys(await callAt(version, account, 'GET', `/v1/charges/${charge}`)),
      ...Object.keys(await callAt(version, account, 'GET', `/v1/customers/${customer}`)),
    ];
    return shown.filter((field) => /^(default_)?(card|source)s?$/.test(field)).sort();
  };
  const older = ['card', 'cards', 'default_card'];
  const newer = ['default_source', 'source', 'sources'];
  expect(await fieldsAt('2014-12-08')).toEqual(older);
  expect(await fieldsAt('2014-12-17')).toEqual([...older, ...newer].sort());
  expect(await fieldsAt('2015-02-16')).toEqual([...older, ...newer].sort());
  expect(await fieldsAt('2015-02-18')).toEqual(newer);
  const shown = await callAt('2014-12-17', account, 'GET', `/v1/customers/${customer}`);
  expect(shown.cards.data).toEqual(shown.sources.data);
  expect(shown.default_card).toBe(shown.default_source);
});

test('the numbers of cards are taken with blanks and hyphens, wherever a card is', async () => {
  const { call } = sandbox.open();
  const { id } = await call('POST', '/v1/customers');
  const calls: [path: string, name: string, others: object][] = [
    ['/v1/tokens', 'card', {}],
    ['/v1/charges', 'source', charged],
    ['/v1/customers', 'card', {}],
    [`/v1/customers/${id}/sources`, 'source', {}],
    [`/v1/customers/${id}/cards`, 'card', {}],
  ];
  for (const [path, name, others] of calls) {
    for (const number of ['4242-4242-4242-4242', '4242 4242 4242 4242', ' 42424242-42424242 ']) {
      const reply = await call('POST', path, { ...others, [name]: { ...visa, number } });
      expect(JSON.stringify(reply)).toMatch(/"last4":"4242"/);
    }
  }
});

describe('a bank account', () => {
  test.each([
    ['US', '110000000', 'usd'],
    ['CA', '11000-000', 'cad'],
    ['DE', undefined, 'eur'],
    ['GB', undefined, 'gbp'],
  ])('in %s has the currency of its country, if none is given', async (country, routing_number, currency) => {
    const { call } = sandbox.open();
    const given = { object: 'bank_account', account_number: '000123456789', country, routing_number };
    expect((await call('POST', '/v1/tokens', { bank_account: given })).bank_account).toMatchObject({
      currency,
    });
    const { id } = await call('POST', '/v1/customers');
    expect(await call('POST', `/v1/customers/${id}/sources`, { source: given })).toMatchObject({
      currency,
      status: 'new',
    });
  });

  test('must have one where the country is none that Stripe serves', async () => {
    const given = { country: 'AQ', account_number: '000123456789' };
    expect(await refusal(sandbox.open().call('POST', '/v1/tokens', { bank_account: given }))).toMatchObject({
      status: 400,
      param: 'bank_account[currency]',
    });
  });

  test.each(['external_account', 'bank_account'])('can say that it is the default, as %s', async (name) => {
    const { call } = sandbox.open();
    const { id } = await call('POST', '/v1/accounts', { managed: true, country: 'US', [name]: bank });
    const path = `/v1/accounts/${id}/external_accounts`;
    const second = await call('POST', path, { [name]: { ...bank, default_for_currency: true } });
    expect(second).toMatchObject({ default_for_currency: true });
    const { data } = await call('GET', path);
    expect(data.map((one: Loose) => one.default_for_currency)).toEqual([true, false]);
  });
});

test('a token’s card can say what it is, and its currency', async () => {
  const { call } = sandbox.open();
  const { id } = await call('POST', '/v1/tokens', { card: { object: 'card', currency: 'usd', ...debit } });
  const account = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
  const made = await call('POST', `/v1/accounts/${account.id}/external_accounts`, { external_account: id });
  expect(made).toMatchObject({ object: 'card', currency: 'usd' });
});

describe('`count`', () => {
  test('is `limit` by another name, at any version', async () => {
    const account = sandbox.open();
    for (let made = 0; made < 3; made += 1) {
      await account.call('POST', '/v1/customers');
    }
    for (const version of ['2013-08-13', '2014-03-28', '2016-07-06']) {
      const { data } = await callAt(version, account, 'GET', '/v1/customers', { count: 2 });
      expect({ version, length: data.length }).toEqual({ version, length: 2 });
    }
    const both = await callAt('2016-07-06', account, 'GET', '/v1/customers', { count: 2, limit: 2 });
    expect(both).toMatchObject({ http: 400, error: { param: 'count' } });
  });

  test('of 0 gives an empty list, of stored objects and of lines', async () => {
    const account = sandbox.open();
    const { id: customer } = await account.call('POST', '/v1/customers');
    const item = await account.call('POST', '/v1/invoiceitems', { customer, amount: 100, currency: 'usd' });
    const invoice = await account.call('POST', '/v1/invoices', { customer });
    for (const path of ['/v1/customers', `/v1/invoices/${invoice.id}/lines`, '/v1/application_fees']) {
      for (const version of ['2013-08-13', '2016-07-06']) {
        const list = await callAt(version, account, 'GET', path, { count: 0 });
        expect(list).toMatchObject({ http: 200, object: 'list', data: [] });
      }
    }
    const before = { count: 0, ending_before: item.id };
    expect(
      await callAt('2016-07-06', account, 'GET', `/v1/invoices/${invoice.id}/lines`, before),
    ).toMatchObject({
      data: [],
    });
  });

  test('has the bounds of its own, and `limit` those that Stripe documents', async () => {
    const account = sandbox.open();
    const paramAt = async (given: object) =>
      (await callAt('2016-07-06', account, 'GET', '/v1/customers', given)).error?.param;
    expect(
      await Promise.all([{ count: 101 }, { count: -1 }, { limit: 0 }, { limit: 101 }].map(paramAt)),
    ).toEqual(['count', 'count', 'limit', 'limit']);
  });
});

test('`prorate` is taken where a subscription is made, and changes nothing there', async () => {
  const account = sandbox.open();
  await account.call('POST', '/v1/plans', gold);
  for (const prorate of [true, false]) {
    const { id: customer } = await account.call('POST', '/v1/customers', { source: visa });
    const path = prorate ? '/v1/subscriptions' : `/v1/customers/${customer}/subscriptions`;
    await account.call('POST', path, { ...(prorate && { customer }), plan: 'gold', prorate });
    const { data } = await account.call('GET', '/v1/invoices', { customer });
    expect(data).toMatchObject([{ total: 2000 }]);
  }
});

test.each(['once', 'forever', 'repeating'])(
  'a coupon of the duration %s may be given months',
  async (duration) => {
    const given = { percent_off: 10, duration, duration_in_months: 3 };
    expect(await sandbox.open().call('POST', '/v1/coupons', given)).toMatchObject({
      duration,
      duration_in_months: duration === 'repeating' ? 3 : null,
    });
  },
);

test('empty values in a list of dictionaries are values that were left out', async () => {
  const { call } = sandbox.open();
  const product = await call('POST', '/v1/products', { name: 'Socks', attributes: ['size'] });
  const sku = await call('POST', '/v1/skus', {
    product: product.id,
    price: 700,
    currency: 'usd',
    attributes: { size: 'M' },
    inventory: { type: 'infinite' },
  });
  const item = { type: 'sku', parent: sku.id, description: '', quantity: '', currency: '' };
  const order = await call('POST', '/v1/orders', { currency: 'usd', items: [item], shipping: jenny });
  const { items } = order;
  expect(items.find(({ type }: Loose) => type === 'sku')).toMatchObject({ amount: 700, quantity: 1 });
  expect(await refusal(call('POST', '/v1/orders', { currency: '', items: [item] }))).toMatchObject({
    param: 'currency',
  });
});

const jenny = { name: 'Jenny', address: { line1: 'A', country: 'US' } };

describe('the upcoming invoice of a customer without a subscription', () => {
  test.each([100, 0, -50])('is of the items that are pending: %i', async (amount) => {
    const account = sandbox.open();
    const { id: customer } = await account.call('POST', '/v1/customers');
    await account.call('POST', '/v1/invoiceitems', { customer, amount, currency: 'usd' });
    const upcoming = await account.call('GET', '/v1/invoices/upcoming', { customer });
    expect(upcoming).toMatchObject({ customer, attempted: false, subscription: null, total: amount });
    const [path, query] = upcoming.lines.url.split('?');
    const lines = await account.call('GET', path, {
      ...Object.fromEntries(new URLSearchParams(query)),
      limit: 10,
    });
    expect(lines.data).toMatchObject([{ amount }]);
    const made = await account.call('POST', '/v1/invoices', { customer });
    expect(made).toMatchObject({ total: amount, period_start: upcoming.period_start });
  });

  test('is not there without items, or for a change to a subscription that is not there', async () => {
    const { call } = sandbox.open();
    const { id: customer } = await call('POST', '/v1/customers');
    const none = { status: 404, message: `No upcoming invoices for customer: ${customer}` };
    expect(await refusal(call('GET', '/v1/invoices/upcoming', { customer }))).toMatchObject(none);
    await call('POST', '/v1/invoiceitems', { customer, amount: 100, currency: 'usd' });
    const change = { customer, subscription_quantity: 2 };
    expect(await refusal(call('GET', '/v1/invoices/upcoming', change))).toMatchObject(none);
  });
});
