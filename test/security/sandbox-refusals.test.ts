/** The sandbox refuses what Stripe refuses, with Stripe's status, type, code and parameter. */
import { beforeAll, expect, test } from '@jest/globals';
import { encodeForm } from '#lib/http/form.ts';
import { type Api, apiAt } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { BILLING } from './refusals/billing.ts';
import { CHARGES } from './refusals/charges.ts';
import { COMMERCE } from './refusals/commerce.ts';
import { REQUESTS } from './refusals/requests.ts';
import type { BadRequest } from './refusals/table.ts';

const sandbox = testSandbox();
const TABLE = [...REQUESTS, ...CHARGES, ...BILLING, ...COMMERCE];

let api: Api;
let things: Record<string, string>;
beforeAll(async () => {
  api = apiAt(sandbox.url);
  things = await makeThings(api);
});

test('there are many of them', () => {
  expect(TABLE.length).toBeGreaterThan(200);
  expect(TABLE.filter(({ basis }) => basis === 'documented').length).toBeGreaterThan(150);
});

test.each(
  TABLE.map(
    (bad) =>
      [
        `${bad.method} ${bad.path} ${JSON.stringify([bad.parameters, bad.headers]).slice(0, 120)}`,
        bad,
      ] as const,
  ),
)('%s', async (_, bad) => {
  const { status, type, code, param } = bad;
  const answer = await send(bad);
  expect(answer).toMatchObject({
    status,
    body: { error: { type, message: expect.stringMatching(/.{10}/) } },
  });
  const { code: told, param: named } = answer.body.error;
  expect({ code: told, param: named }).toEqual({ code, param });
});

async function send({ method, path, parameters, headers }: BadRequest) {
  const form = encodeForm(filled(parameters) as Record<string, unknown>);
  const isPost = method === 'POST';
  const response = await fetch(sandbox.url + filled(path) + (isPost || form === '' ? '' : `?${form}`), {
    method,
    headers: {
      authorization: `Bearer ${api.key}`,
      ...(isPost && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(filled(headers) as Record<string, string>),
    },
    ...(isPost && { body: form }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** A value with what exists in place of what begins with `$`. */
function filled(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$(\w+)/g, (_, name: string) => {
      const thing = things[name];
      if (thing === undefined) {
        throw new Error(`There is no ${name}.`);
      }
      return thing;
    });
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(filled)
    : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]));
}

/** What the requests are about, by the names that they have in the table. */
async function makeThings({ post, get, del, key }: Api): Promise<Record<string, string>> {
  const charge = (more: object = {}) =>
    post('/v1/charges', { amount: 500, currency: 'usd', source: 'tok_visa', ...more });
  await fetch(`${sandbox.url}/v1/charges`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': 'used before',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'amount=500&currency=usd&source=tok_visa',
  });
  for (const [id, currency] of [
    ['gold', 'usd'],
    ['euros', 'eur'],
  ]) {
    await post('/v1/plans', { id, amount: 500, currency, interval: 'month', name: id });
  }
  await post('/v1/coupons', { id: '25OFF', percent_off: 25, duration: 'once' });
  await post('/v1/coupons', { id: 'EXPIRED', percent_off: 25, duration: 'once', max_redemptions: 1 });
  await post('/v1/customers', { coupon: 'EXPIRED' });
  const token = await post('/v1/tokens', {
    card: { number: '4242424242424242', exp_month: 12, exp_year: 2040 },
  });
  await charge({ source: token.id });
  const customer = await post('/v1/customers', { source: 'tok_visa' });
  const bare = await post('/v1/customers');
  const declining = await post('/v1/customers', { source: 'tok_chargeCustomerFail' });
  const deleted = await post('/v1/customers');
  await del(`/v1/customers/${deleted.id}`);
  const subscription = await post('/v1/subscriptions', { customer: customer.id, plan: 'gold' });
  const other = await post('/v1/customers', { source: 'tok_visa' });
  const canceled = await post('/v1/subscriptions', { customer: other.id, plan: 'gold' });
  await del(`/v1/subscriptions/${canceled.id}`);
  const { data: invoices } = await get('/v1/invoices', { customer: customer.id });
  const refunded = await charge();
  const refund = await post('/v1/refunds', { charge: refunded.id });
  const [disputed] = [
    await charge({ source: 'tok_createDispute' }),
    await charge({ source: 'tok_createDispute' }),
  ];
  await post('/_sandbox/clock', { advance: 60 });
  const { data: disputes } = await get('/v1/disputes');
  await post(`/v1/disputes/${disputes[0].id}/close`);
  const product = await post('/v1/products', { name: 'Shirt', attributes: ['size'], shippable: false });
  const sku = (size: string) =>
    post('/v1/skus', {
      product: product.id,
      currency: 'usd',
      price: 500,
      inventory: { type: 'infinite' },
      attributes: { size },
    });
  const [unsold, sold] = [await sku('S'), await sku('M')];
  const order = await post('/v1/orders', { currency: 'usd', items: [{ type: 'sku', parent: sold.id }] });
  const account = await post('/v1/accounts', { managed: true, country: 'US' });
  return {
    publishable: key.replace('sk_', 'pk_'),
    used: 'used before',
    usedToken: token.id,
    customer: customer.id,
    card: customer.default_source,
    bare: bare.id,
    declining: declining.id,
    deleted: deleted.id,
    charge: (await charge()).id,
    held: (await charge({ amount: 900, capture: false })).id,
    refunded: refunded.id,
    refund: refund.id,
    disputed: disputed!.id,
    dispute: disputes[1].id,
    lost: disputes[0].id,
    subscription: subscription.id,
    canceled: canceled.id,
    paid: invoices[0].id,
    product: product.id,
    sku: unsold.id,
    sold: sold.id,
    order: order.id,
    account: account.id,
  };
}
