/** What the versions after 2016-07-06 do otherwise, and what the sandbox says it does not have there. */
import { describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { startUpstream } from '../../helpers/upstream.ts';
import { accounts, type Loose } from '../helpers.ts';
import { type AccountOfToday, customerWith, openToday, rejection } from '../today.ts';

const sandbox = accounts();
const open = () => openToday(sandbox.url);

/** Calls of an account at a version, with whatever parameters that had. */
const at =
  ({ at: client }: AccountOfToday, version: string) =>
  (method: 'GET' | 'POST', path: string, parameters?: object): Promise<Loose> =>
    client(version).rawRequest(method, path, parameters as Record<string, unknown>);

const paid = { amount: 900, currency: 'usd', payment_method: 'pm_card_visa', confirm: true };

describe('lists inside of objects of today', () => {
  test('are shown only where they are expanded', async () => {
    const account = open();
    const ask = at(account, '2026-10-28.endive');
    const { id } = await at(account, '2016-07-06')('POST', '/v1/customers', { source: 'tok_visa' });
    expect(await ask('GET', `/v1/customers/${id}`)).not.toHaveProperty('sources');
    expect(await ask('GET', `/v1/customers/${id}?expand[]=sources&expand[]=subscriptions`)).toMatchObject({
      sources: { object: 'list', total_count: 1, data: [{ object: 'card', customer: id, brand: 'Visa' }] },
      subscriptions: { object: 'list', total_count: 0, url: `/v1/customers/${id}/subscriptions` },
    });
    const { data } = await ask('GET', '/v1/customers?expand[]=data.sources');
    expect(data[0].sources.data[0].last4).toBe('4242');
    const charge = await ask('POST', '/v1/charges', { amount: 500, currency: 'usd', customer: id });
    await ask('POST', '/v1/refunds', { charge: charge.id, amount: 200 });
    expect(await ask('GET', `/v1/charges/${charge.id}`)).not.toHaveProperty('refunds');
    expect((await ask('GET', `/v1/charges/${charge.id}?expand[]=refunds`)).refunds.data).toMatchObject([
      { object: 'refund', amount: 200 },
    ]);
  });

  test('are not those of other objects', async () => {
    const { stripe } = open();
    const { id } = await stripe.customers.create();
    const wrong = stripe.customers.retrieve(id, { expand: ['refunds'] });
    expect(await rejection(wrong)).toMatchObject({ param: 'expand' });
  });
});

describe('payment intents', () => {
  test('of today are the same for all versions that name them so', async () => {
    const account = open();
    const { id } = await account.stripe.paymentIntents.create({
      ...paid,
      allowed_payment_method_types: ['card'],
    });
    const today = await at(account, '2026-10-28.endive')('GET', `/v1/payment_intents/${id}`);
    expect(await at(account, '2026-09-30.endive')('GET', `/v1/payment_intents/${id}`)).toEqual(today);
    const { allowed_payment_method_types: allowed, ...before } = await at(account, '2026-07-29.dahlia')(
      'GET',
      `/v1/payment_intents/${id}`,
    );
    expect(allowed).toEqual(['card']);
    expect(await at(account, '2025-03-31.basil')('GET', `/v1/payment_intents/${id}`)).toEqual(before);
  });

  test('name their methods by payment_method_types until 2026-09-30', async () => {
    const account = open();
    const given = { ...paid, payment_method_types: ['card'] };
    for (const version of ['2016-07-06', '2022-11-15', '2026-07-29.dahlia']) {
      expect((await at(account, version)('POST', '/v1/payment_intents', given)).status).toBe('succeeded');
    }
    for (const version of ['2026-09-30.endive', '2026-10-28.endive']) {
      expect(await rejection(at(account, version)('POST', '/v1/payment_intents', given))).toMatchObject({
        statusCode: 400,
        code: 'payment_method_types_no_longer_supported',
      });
    }
  });

  test.each([
    ['2013-08-13', 'automatic', null],
    ['2022-11-15', 'automatic', null],
    ['2023-08-16', 'automatic', { enabled: true }],
    ['2024-04-10', 'automatic_async', { enabled: true }],
    ['2026-10-28.endive', 'automatic_async', { enabled: true }],
  ])('have the defaults of %s: %s, %j', async (version, capture_method, automatic) => {
    const made = await at(open(), version)('POST', '/v1/payment_intents', { amount: 900, currency: 'usd' });
    expect(made.capture_method).toBe(capture_method);
    if (automatic === null) {
      expect(made.automatic_payment_methods).toBeNull();
    } else {
      expect(made.automatic_payment_methods).toMatchObject(automatic);
    }
  });

  test('hold their charges until 2022-11-15, in the form of the version', async () => {
    const account = open();
    const declined = { ...paid, payment_method: 'pm_card_chargeDeclined' };
    const error = await rejection(at(account, '2020-08-27')('POST', '/v1/payment_intents', declined));
    expect(error.payment_intent.charges.data).toMatchObject([{ id: error.charge, paid: false }]);
    const path = `/v1/payment_intents/${error.payment_intent.id}`;
    await at(account, '2020-08-27')('POST', `${path}/confirm`, { payment_method: 'pm_card_visa' });
    for (const [version, form] of [
      ['2020-08-27', { billing_details: expect.any(Object), amount_captured: 900 }],
      ['2016-07-06', { source: null, refunds: { object: 'list' }, dispute: null }],
      ['2013-08-13', { card: null, refunds: [] }],
    ] as const) {
      const { charges, latest_charge } = await at(account, version)('GET', path);
      expect(charges).toMatchObject({ object: 'list', data: [{ ...form, paid: true }, { paid: false }] });
      expect(charges.data[0].id).toBe(latest_charge);
    }
    expect(await at(account, '2022-11-15')('GET', path)).not.toHaveProperty('charges');
  });

  test('require sources and source actions until 2019-02-11', async () => {
    const account = open();
    const old = at(account, '2016-07-06');
    const made = await old('POST', '/v1/payment_intents', {
      amount: 900,
      currency: 'usd',
      allowed_source_types: ['card'],
      save_source_to_customer: true,
    });
    expect(made).toMatchObject({
      status: 'requires_source',
      allowed_source_types: ['card'],
      next_source_action: null,
      save_source_to_customer: true,
    });
    const path = `/v1/payment_intents/${made.id}`;
    const asked = await old('POST', `${path}/confirm`, { payment_method: 'pm_card_authenticationRequired' });
    expect(asked).toMatchObject({
      status: 'requires_source_action',
      next_source_action: { type: 'use_stripe_sdk' },
    });
    expect(await at(account, '2019-02-11')('GET', path)).toMatchObject({
      status: 'requires_action',
      setup_future_usage: 'off_session',
    });
    const canceled = await rejection(old('POST', `${path}/capture`));
    expect(canceled.payment_intent).toMatchObject({ status: 'requires_source_action' });
  });
});

describe('what was added since is accepted at every version', () => {
  test.each(['2013-08-13', '2014-06-17', '2016-07-06', '2026-10-28.endive'])(
    'also at %s',
    async (version) => {
      const account = open();
      const { method } = await customerWith(account);
      const call = at(account, version);
      const { id: pm } = await call('POST', '/v1/payment_methods', {
        type: 'card',
        card: { token: 'tok_visa' },
      });
      const { id: customer } = await call('POST', '/v1/customers', {
        payment_method: pm,
        invoice_settings: { default_payment_method: pm },
      });
      expect(await call('GET', `/v1/customers/${customer}`)).toMatchObject({
        invoice_settings: { default_payment_method: pm },
      });
      const { id, latest_charge } = await call('POST', '/v1/payment_intents', {
        ...paid,
        customer,
        payment_method: pm,
      });
      const charge = await call('GET', `/v1/charges/${latest_charge}`);
      expect(charge).toMatchObject({
        payment_intent: id,
        payment_method: pm,
        payment_method_details: { card: { brand: 'visa' } },
        billing_details: { name: null },
      });
      expect(charge[version < '2015-02-18' ? 'card' : 'source']).toBeNull();
      expect((await call('GET', `/v1/charges?payment_intent=${id}`)).data).toHaveLength(1);
      expect((await call('GET', `/v1/payment_methods?customer=${customer}`)).data).toHaveLength(1);
      expect(await rejection(call('POST', `/v1/customers/${customer}`, { balance_of_old: 1 }))).toMatchObject(
        {
          param: 'balance_of_old',
        },
      );
      expect(method).toMatch(/^pm_/);
    },
  );

  test('but what came in the place of something else is not', async () => {
    const account = open();
    expect(await at(account, '2026-10-28.endive')('POST', '/v1/customers', { balance: 50 })).toMatchObject({
      balance: 50,
    });
    for (const [version, parameter] of [
      ['2016-07-06', 'balance'],
      ['2026-10-28.endive', 'account_balance'],
      ['2026-10-28.endive', 'coupon'],
      ['2026-10-28.endive', 'plan'],
    ] as const) {
      const call = at(account, version)('POST', '/v1/customers', { [parameter]: '5' });
      expect(await rejection(call)).toMatchObject({
        statusCode: 400,
        param: parameter,
        message: expect.stringMatching(new RegExp(`^Received unknown parameter: ${parameter}`)),
      });
    }
  });
});

describe('what the sandbox does not have', () => {
  test.each([
    ['2020-08-27', 'GET', '/v1/charges', 'up to 2016-07-06 and at 2026-10-28.endive, not at 2020-08-27'],
    ['2019-02-11', 'POST', '/v1/customers', 'up to 2016-07-06 and at 2026-10-28.endive, not at 2019-02-11'],
    ['2026-10-28.endive', 'GET', '/v1/plans', 'up to 2016-07-06, not at 2026-10-28.endive'],
    ['2026-10-28.endive', 'POST', '/v1/orders', 'up to 2016-07-06, not at 2026-10-28.endive'],
  ] as const)('at %s, %s %s is rejected by name', async (version, method, path, where) => {
    expect(await rejection(at(open(), version)(method, path))).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
      message: `The sandbox has ${method} ${path} ${where}.`,
    });
  });

  test('nor are objects of which it does not know the form', async () => {
    const { stripe } = open();
    const { latest_charge } = await stripe.paymentIntents.create({ ...paid, capture_method: 'automatic' });
    const call = stripe.charges.retrieve(latest_charge as string, { expand: ['balance_transaction'] });
    expect(await rejection(call)).toMatchObject({
      statusCode: 400,
      message:
        'The sandbox knows the form of a balance transaction up to 2016-07-06, not at 2026-10-28.endive.',
    });
  });
});

describe('events', () => {
  test('hold objects in the form of the version that they are asked for', async () => {
    const account = open();
    await account.stripe.customers.create({ description: 'A' });
    const today = (await account.stripe.events.list({ type: 'customer.created' })).data[0]!;
    expect(today).toMatchObject({
      api_version: '2026-10-28.endive',
      request: { id: expect.stringMatching(/^req_/), idempotency_key: expect.any(String) },
      data: {
        object: { object: 'customer', balance: 0, invoice_settings: { default_payment_method: null } },
      },
    });
    const old = await account.call('GET', `/v1/events/${today.id}`);
    expect(old).toMatchObject({
      api_version: '2016-07-06',
      request: today.request!.id,
      data: { object: { account_balance: 0, sources: { object: 'list' } } },
    });
  });

  test('of what has no form of today say that they are as of 2016-07-06', async () => {
    const account = open();
    await account.call('POST', '/v1/coupons', { id: 'HALF', percent_off: 50, duration: 'once' });
    const [event] = (await account.stripe.events.list({ type: 'coupon.created' })).data;
    expect(event).toMatchObject({ api_version: '2016-07-06', data: { object: { object: 'coupon' } } });
  });

  test('are sent to webhooks in the version of each', async () => {
    const account = open();
    const received: Record<string, Loose> = {};
    const hooks = await startUpstream((response, { url, body }) => {
      received[url] = JSON.parse(body);
      response.end();
    });
    for (const [path, api_version] of [
      ['/old', '2013-08-13'],
      ['/today', '2026-10-28.endive'],
    ]) {
      await account.call('POST', '/_sandbox/webhooks', {
        url: `${hooks.url}${path}`,
        secret: 'whsec_test',
        events: ['charge.succeeded'],
        api_version,
      });
    }
    await account.stripe.paymentIntents.create({ ...paid, capture_method: 'automatic' });
    await account.advance(1);
    expect(received['/old']).toMatchObject({
      type: 'charge.succeeded',
      data: { object: { card: null, paid: true } },
    });
    expect(received['/today']).toMatchObject({
      api_version: '2026-10-28.endive',
      data: { object: { source: null, amount_captured: 900, payment_method_details: { type: 'card' } } },
    });
    await hooks.close();
  });
});

test('every address in replies of today answers', async () => {
  const account = open();
  const { stripe } = account;
  const { customer, method } = await customerWith(account);
  const seen: Loose[] = [
    await stripe.paymentIntents.create({
      ...paid,
      customer,
      payment_method: method,
      expand: ['latest_charge'],
    }),
    await stripe.paymentMethods.list({ customer }),
    await stripe.paymentMethods.list(),
    await stripe.customers.listPaymentMethods(customer),
    await stripe.paymentIntents.list(),
    await stripe.setupIntents.list(),
    await stripe.charges.list({ payment_intent: 'pi_1' }),
    await stripe.refunds.list(),
    await stripe.customers.list(),
    await stripe.events.list(),
    await stripe.customers.listSources(customer),
    await at(account, '2020-08-27')('GET', '/v1/payment_intents'),
  ];
  const urls = new Set(
    JSON.stringify(seen)
      .match(/"\/v1\/[^"]+"/g)
      ?.map((text) => JSON.parse(text) as string),
  );
  expect(urls.size).toBeGreaterThan(8);
  for (const url of urls) {
    expect(await stripe.rawRequest('GET', url)).toMatchObject({ object: 'list' });
  }
});

test('what the client lists page by page is complete', async () => {
  const { stripe } = open();
  for (let count = 0; count < 7; count += 1) {
    await stripe.paymentIntents.create({ ...paid, metadata: { count } });
  }
  const all: Stripe.PaymentIntent[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 3 })) {
    all.push(intent);
  }
  expect(all.map(({ metadata }) => metadata['count'])).toEqual(['6', '5', '4', '3', '2', '1', '0']);
});
