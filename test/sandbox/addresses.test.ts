/** Every address that Stripe had in July 2016, also those that others had superseded by then. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { StripeError } from '#sandbox/errors.ts';
import { loadRegistry } from '#sandbox/registry.ts';
import { DEFAULT_VERSION, isLater } from '#sandbox/versions/default.ts';
import { accounts, card, type Loose, refusal, send, type TestAccount } from './helpers.ts';
import { furnish, furnishLater, type Made, readAll, readLater } from './versions-scenario.ts';

const sandbox = accounts();
const registry = await loadRegistry();

/** What Stripe's description of 2017-08-15 has and July 2016 had not, by how the paths begin: since when, and which client had it first. */
const LATER: Readonly<Record<string, string>> = {
  '/v1/3d_secure': '2016-07-14, stripe-node 4.8.0',
  '/v1/account/login_links': '2017-05-25, stripe-node 4.21.0',
  '/v1/accounts/{account}/login_links': '2017-05-25, stripe-node 4.21.0',
  '/v1/apple_pay/domains': '2016-09-16, stripe-node 4.11.0',
  '/v1/ephemeral_keys': '2017-06-20, stripe-node 4.23.0',
  '/v1/payouts': '2017-03-31, stripe-node 4.17.0; 2017-04-06, Stripe’s changelog of the API',
  '/v1/sources': '2016-07-19, stripe-node 4.9.0',
  '/v1/subscription_items': '2017, with subscriptions to several plans; no stripe-node of 2016 has it',
};

const spec = process.env['STRIPE_OPENAPI_SPEC'];
if (spec === undefined) {
  console.info(
    'Addresses are not compared with Stripe’s description of 2017-08-15. STRIPE_OPENAPI_SPEC can name its file.',
  );
} else {
  const { paths }: Loose = JSON.parse(readFileSync(spec, 'utf8'));
  const described = Object.entries<Loose>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const laterThan = (path: string) =>
    Object.keys(LATER).find((start) => path === start || path.startsWith(`${start}/`));

  test.each(described)('$method $path is served, or came later', ({ method, path }) => {
    const later = laterThan(path);
    if (later === undefined) {
      const { operation } = registry.router(method, path.replace(/\{\w+\}/g, 'x'));
      expect(registry.implementations.has(operation)).toBe(true);
    } else {
      expect(() => registry.router(method, path.replace(/\{\w+\}/g, 'x'))).toThrow(
        'Unrecognized request URL',
      );
    }
  });

  test('what came later is described', () => {
    const starts = new Set(described.map(({ path }) => laterThan(path)));
    expect(Object.keys(LATER).filter((start) => !starts.has(start))).toEqual([]);
  });
}

test('every operation of the catalogue is served', () => {
  const missing = registry.operations.filter((one) => !registry.implementations.has(one));
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe('every url in a reply is served', () => {
  let made: Made;
  beforeAll(async () => {
    made = await furnish(sandbox.url);
    await furnishLater(made);
  });

  test.each(registry.versions.all.filter((version) => !isLater(version)))('at %s', async (version) => {
    const urls = new Set((await readAll(sandbox.url, made, version)).flatMap(urlsIn));
    expect(urls.size).toBeGreaterThan(10);
    await follow(urls, () => version);
  });

  test.each(registry.versions.all.filter(isLater))('at %s', async (version) => {
    const urls = new Set((await readLater(sandbox.url, made, version)).flatMap(urlsIn));
    const served = [...urls].filter((url) => isServedAt(version, url));
    expect(served).toEqual(
      expect.arrayContaining([
        `/v1/customers/${made.customer}/payment_methods`,
        '/v1/payment_intents',
        '/v1/payment_methods',
        '/v1/setup_intents',
      ]),
    );
    // What has no form of this version in the sandbox, such as lists of charges until the newest one, is that of the default.
    await follow(urls, (url) => (isServedAt(version, url) ? version : DEFAULT_VERSION));
  });

  async function follow(urls: ReadonlySet<string>, versionFor: (url: string) => string): Promise<void> {
    const answers = await Promise.all(
      [...urls].map(async (path) => {
        const { status, body } = await send(sandbox.url, {
          path,
          key: made.account.key,
          headers: { 'stripe-version': versionFor(path) },
        });
        return { path, status, object: body.object, url: body.url };
      }),
    );
    const wrong = answers.filter(({ status, object }) => status !== 200 || object !== 'list');
    expect(wrong).toEqual([]);
    expect(answers.filter(({ path, url }) => url !== path.split('?')[0])).toEqual([]);
  }
});

/** Whether the sandbox has what an address leads to at a version. */
function isServedAt(version: string, url: string): boolean {
  const { operation } = registry.router('GET', url.split('?')[0]!);
  try {
    registry.versions.checkOperation(version, operation);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(StripeError);
    return false;
  }
}

/** The addresses of the lists in a reply. */
function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { object, url } = value as Loose;
  return [...(object === 'list' ? [url] : []), ...Object.values(value).flatMap(urlsIn)];
}

describe('superseded addresses', () => {
  const funded = { amount: 1000, currency: 'usd', source: 'tok_visa' };

  test('refunds are made, found and changed by way of their charge', async () => {
    const { call } = sandbox.open();
    const charge = await call('POST', '/v1/charges', funded);
    const refund = await call('POST', charge.refunds.url, { amount: 300, metadata: { a: '1' } });
    expect(refund).toMatchObject({ object: 'refund', amount: 300, charge: charge.id, metadata: { a: '1' } });
    const path = `${charge.refunds.url}/${refund.id}`;
    expect(await call('GET', path)).toEqual(refund);
    expect(await call('POST', path, { metadata: { b: '2' } })).toMatchObject({
      metadata: { a: '1', b: '2' },
    });
    const other = await call('POST', '/v1/charges', funded);
    await call('POST', other.refunds.url);
    const { data } = await call('GET', charge.refunds.url);
    expect(data.map(({ id }: Loose) => id)).toEqual([refund.id]);
    expect(await refusal(call('GET', `${other.refunds.url}/${refund.id}`))).toMatchObject({
      status: 404,
      message: `No such refund: ${refund.id}`,
    });
    expect(await refusal(call('POST', '/v1/charges/ch_1/refunds'))).toMatchObject({ status: 404 });
  });

  test('a discount is found and taken off by way of its owner', async () => {
    const { call } = sandbox.open();
    await call('POST', '/v1/coupons', { id: 'HALF', percent_off: 50, duration: 'forever' });
    await call('POST', '/v1/plans', GOLD);
    const customer = await call('POST', '/v1/customers', { source: 'tok_visa', coupon: 'HALF' });
    const owner = `/v1/customers/${customer.id}`;
    expect(await call('GET', `${owner}/discount`)).toEqual(customer.discount);
    const { id } = await call('POST', `${owner}/subscriptions`, { plan: 'gold', coupon: 'HALF' });
    const path = `${owner}/subscriptions/${id}/discount`;
    expect(await call('GET', path)).toMatchObject({ coupon: { id: 'HALF' }, subscription: id });
    expect(await call('DELETE', path)).toMatchObject({ deleted: true });
    expect(await refusal(call('GET', path))).toMatchObject({
      status: 404,
      message: `No active discount for subscription ${id} on customer ${customer.id}`,
    });
    expect(await refusal(call('DELETE', path))).toMatchObject({ status: 404 });
    expect((await call('GET', owner)).discount.coupon.id).toBe('HALF');
    const stranger = await call('POST', '/v1/customers');
    expect(
      await refusal(call('GET', `/v1/customers/${stranger.id}/subscriptions/${id}/discount`)),
    ).toMatchObject({
      status: 404,
      message: `Customer ${stranger.id} does not have a subscription with ID ${id}`,
    });
  });

  test('the only subscription of a customer', async () => {
    const { call } = sandbox.open();
    await call('POST', '/v1/plans', GOLD);
    const { id } = await call('POST', '/v1/customers', { source: 'tok_visa' });
    const path = `/v1/customers/${id}/subscription`;
    expect(await refusal(call('GET', path))).toMatchObject({
      status: 404,
      message: `No active subscription for customer: ${id}`,
    });
    const made = await call('POST', path, { plan: 'gold' });
    expect(await call('GET', path)).toEqual(made);
  });

  test('the cards of a recipient', async () => {
    const { call } = sandbox.open();
    const recipient = await call('POST', '/v1/recipients', { name: 'Jenny Rosen', type: 'individual' });
    const cards = recipient.cards.url;
    const first = await call('POST', cards, { card: card('4000056655665556') });
    const second = await call('POST', cards, { card: card(), metadata: { a: '1' } });
    expect(second).toMatchObject({ last4: '4242', recipient: recipient.id, metadata: { a: '1' } });
    const read = () => call('GET', `/v1/recipients/${recipient.id}`);
    expect((await read()).default_card).toBe(first.id);
    expect(await call('POST', `${cards}/${first.id}`, { name: 'Jenny' })).toMatchObject({ name: 'Jenny' });
    expect((await call('GET', `${cards}/${first.id}`)).name).toBe('Jenny');
    const { data } = await call('GET', cards);
    expect(data.map(({ id }: Loose) => id)).toEqual([second.id, first.id]);
    expect(await call('DELETE', `${cards}/${first.id}`)).toEqual({ deleted: true, id: first.id });
    expect((await read()).default_card).toBe(second.id);
    const other = await call('POST', '/v1/recipients', { name: 'Jo Doe', type: 'individual' });
    expect(await refusal(call('GET', `${other.cards.url}/${second.id}`))).toMatchObject({ status: 404 });
  });

  test('bank accounts of customers, which cards are not among', async () => {
    const { call } = sandbox.open();
    const customer = await call('POST', '/v1/customers', { source: 'tok_visa' });
    const path = `/v1/customers/${customer.id}/bank_accounts`;
    const bank = await call('POST', path, { source: { object: 'bank_account', ...BANK } });
    expect(await call('POST', `${path}/${bank.id}/verify`, { amounts: [32, 45] })).toMatchObject({
      status: 'verified',
    });
    expect(await call('POST', `${path}/${bank.id}`, { metadata: { a: '1' } })).toMatchObject({
      metadata: { a: '1' },
    });
    const { data } = await call('GET', path);
    expect(data.map(({ id }: Loose) => id)).toEqual([bank.id]);
    expect(await refusal(call('GET', `${path}/${customer.default_source}`))).toMatchObject({
      status: 404,
      message: `No such bank account: ${customer.default_source}`,
    });
    expect(await call('DELETE', `${path}/${bank.id}`)).toEqual({ deleted: true, id: bank.id });
  });

  test('the account of a key, and its bank accounts, without its id', async () => {
    const { call } = sandbox.open();
    const managed = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
    const own = sandbox.open(managed.keys.secret);
    expect(await own.call('POST', '/v1/account', { business_name: 'Rosen Socks' })).toMatchObject({
      id: managed.id,
      business_name: 'Rosen Socks',
    });
    const given = { external_account: { object: 'bank_account', ...BANK } };
    for (const list of ['/v1/account/external_accounts', '/v1/account/bank_accounts']) {
      const first = await own.call('POST', list, given);
      expect(await own.call('GET', `${list}/${first.id}`)).toEqual(first);
      const { id } = await own.call('POST', list, { ...given, metadata: { a: '1' } });
      const byId = list.replace('/account/', `/accounts/${managed.id}/`);
      expect(await call('GET', `${byId}/${id}`)).toMatchObject({ id, metadata: { a: '1' } });
      expect(await own.call('POST', `${list}/${id}`, { metadata: { b: '2' } })).toMatchObject({
        metadata: { a: '1', b: '2' },
      });
      expect((await own.call('GET', list)).data).toHaveLength((await call('GET', byId)).data.length);
      expect(await own.call('DELETE', `${list}/${id}`)).toEqual({ deleted: true, id });
    }
    expect(await refusal(call('POST', '/v1/account', { business_name: 'X' }))).toMatchObject({ status: 400 });
    expect(await call('DELETE', '/v1/account', { account: managed.id })).toEqual({
      deleted: true,
      id: managed.id,
    });
  });

  test('an application fee shows what was given back of it', async () => {
    const { call } = sandbox.open();
    const managed = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
    await sandbox.open(managed.keys.secret).call('POST', '/v1/charges', { ...funded, application_fee: 100 });
    const { data } = await call('GET', '/v1/application_fees');
    const path = `/v1/application_fees/${data[0].id}/refund`;
    expect(await call('POST', path, { amount: 40 })).toMatchObject({
      object: 'application_fee',
      amount_refunded: 40,
      refunded: false,
    });
    expect(await call('POST', path)).toMatchObject({ amount_refunded: 100, refunded: true });
    expect(await refusal(call('POST', path))).toMatchObject({ status: 400 });
  });

  test('transfers are listed by the charge that their money comes from', async () => {
    const { call } = sandbox.open();
    const charge = await call('POST', '/v1/charges', { ...funded, source: card('4000000000000077') });
    const { id: destination } = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
    const given = { amount: 100, currency: 'usd', destination };
    const sent = await call('POST', '/v1/transfers', { ...given, source_transaction: charge.id });
    await call('POST', '/v1/transfers', given);
    const { data } = await call('GET', '/v1/transfers', { source_transaction: charge.id });
    expect(data.map(({ id }: Loose) => id)).toEqual([sent.id]);
  });

  test('an event is sent once more', async () => {
    const { call } = sandbox.open();
    await call('POST', '/v1/charges', funded);
    const { data } = await call('GET', '/v1/events');
    expect(await call('POST', `/v1/events/${data[0].id}/retry`)).toMatchObject({
      id: data[0].id,
      pending_webhooks: 0,
    });
    expect(await refusal(call('POST', '/v1/events/evt_1/retry'))).toMatchObject({ status: 404 });
  });
});

describe('bitcoin', () => {
  const wanted = { amount: 1000, currency: 'usd', email: 'jenny+fill_now@example.com' };
  const receiverOf = ({ call }: TestAccount, given: object = {}) =>
    call('POST', '/v1/bitcoin/receivers', { ...wanted, ...given });

  test('a receiver is changed, and deleted', async () => {
    const account = sandbox.open();
    const { call } = account;
    const { id } = await receiverOf(account);
    const path = `/v1/bitcoin/receivers/${id}`;
    expect(await call('POST', path, { description: 'Socks', refund_address: 'abc' })).toMatchObject({
      description: 'Socks',
      refund_address: 'abc',
    });
    expect(await call('GET', path)).toMatchObject({ description: 'Socks', refund_address: 'abc' });
    expect(await call('DELETE', path)).toEqual({ deleted: true, id });
    expect(await refusal(call('GET', path))).toMatchObject({ status: 404 });
    expect((await call('GET', '/v1/bitcoin/receivers')).data).toEqual([]);
  });

  test('what was paid is listed', async () => {
    const account = sandbox.open();
    const { call } = account;
    const first = await receiverOf(account);
    const second = await receiverOf(account);
    const { data } = await call('GET', first.transactions.url, { limit: 1 });
    expect(data).toMatchObject([{ object: 'bitcoin_transaction', amount: 1000, receiver: first.id }]);
    expect(await call('GET', `/v1/bitcoin/transactions/${data[0].id}`)).toEqual(data[0]);
    expect((await call('GET', '/v1/bitcoin/transactions')).data).toHaveLength(2);
    expect((await call('GET', '/v1/bitcoin/transactions', { receiver: second.id })).data).toHaveLength(1);
    const customer = await call('POST', '/v1/customers', { source: second.id });
    const ofCustomer = await call('GET', '/v1/bitcoin/transactions', { customer: customer.id });
    expect(ofCustomer.data).toMatchObject([{ receiver: second.id }]);
  });

  test('a customer pays with a receiver, which is one of its sources', async () => {
    const account = sandbox.open();
    const { call } = account;
    const { id } = await receiverOf(account);
    const customer = await call('POST', '/v1/customers', { source: id });
    expect(customer).toMatchObject({
      default_source: id,
      sources: { total_count: 1, data: [{ object: 'bitcoin_receiver', id, customer: customer.id }] },
    });
    await call('POST', `/v1/customers/${customer.id}/sources`, { source: 'tok_visa' });
    const receivers = await call('GET', `/v1/customers/${customer.id}/sources`, {
      object: 'bitcoin_receiver',
    });
    expect(receivers.data.map((one: Loose) => one.id)).toEqual([id]);
    expect((await call('GET', '/v1/bitcoin/receivers')).data.map((one: Loose) => one.id)).toEqual([id]);
    const charge = await call('POST', '/v1/charges', {
      amount: 1000,
      currency: 'usd',
      customer: customer.id,
    });
    expect(charge).toMatchObject({
      paid: true,
      customer: customer.id,
      source: { id, used_for_payment: true },
    });
    const again = call('POST', '/v1/charges', { amount: 1000, currency: 'usd', customer: customer.id });
    expect(await refusal(again)).toMatchObject({ status: 400, param: 'source' });
    const other = call('POST', '/v1/customers', { source: id });
    expect(await refusal(other)).toMatchObject({ status: 400, param: 'source' });
    expect(await call('DELETE', `/v1/customers/${customer.id}/sources/${id}`)).toEqual({ deleted: true, id });
  });

  test('a payment is given back to an address', async () => {
    const account = sandbox.open();
    const { call } = account;
    const { id } = await receiverOf(account);
    const charge = await call('POST', '/v1/bitcoin/payments', { amount: 1000, currency: 'usd', source: id });
    expect(charge.id).toMatch(/^py_/);
    expect(await call('GET', `/v1/bitcoin/payments/${charge.id}`)).toEqual(charge);
    const byCard = await call('POST', '/v1/payments', { amount: 900, currency: 'usd', source: 'tok_visa' });
    expect(await refusal(call('GET', `/v1/bitcoin/payments/${byCard.id}`))).toMatchObject({ status: 404 });
    for (const path of ['/v1/payments', '/v1/bitcoin/payments']) {
      expect((await call('GET', path)).data.map((one: Loose) => one.id)).toEqual([charge.id]);
    }
    const given = { amount: 400, refund_address: 'ABCDEF' };
    expect(await call('POST', charge.refunds.url, given)).toMatchObject({ amount: 400, charge: charge.id });
    expect((await call('GET', `/v1/bitcoin/receivers/${id}`)).refund_address).toBe('ABCDEF');
    expect(await call('POST', `/v1/bitcoin/payments/${charge.id}/refund`)).toMatchObject({ refunded: true });
    expect(await refusal(call('POST', byCard.refunds.url, given))).toMatchObject({
      status: 400,
      param: 'refund_address',
    });
  });

  test('what was not charged is given back', async () => {
    const account = sandbox.open();
    const { call } = account;
    const path = `/v1/bitcoin/receivers/${(await receiverOf(account)).id}/refund`;
    expect(await refusal(call('POST', path))).toMatchObject({ status: 400, param: 'refund_address' });
    expect(await call('POST', path, { refund_address: 'abc' })).toMatchObject({
      active: false,
      amount_received: 0,
      refund_address: 'abc',
    });
    expect(await refusal(call('POST', path))).toMatchObject({ status: 400, param: 'id' });
  });
});

const GOLD = { id: 'gold', amount: 2000, currency: 'usd', interval: 'month', name: 'Gold' };

const BANK = {
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};
