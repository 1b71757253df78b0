/** Each socket against the sandbox: what it does at Stripe, and what it says to input that does not fit. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { apiAt } from '../../../helpers/api.ts';
import { call, type Sent } from '../../../helpers/call.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { stripeAt } from '../../../helpers/stripe.ts';
import { cardsAtStripe, sandboxOfWay } from '../../../helpers/ways.ts';

const sandbox = testSandbox(sandboxOfWay());
let sockets: Map<string, Entry>;
let key: string;
let stripe: Stripe;

beforeAll(async () => {
  const entries = (await readCatalogue()).filter(
    ({ endpoint }) => endpoint.surface === 'socket' && endpoint.operation !== undefined,
  );
  sockets = new Map(entries.map((entry) => [entry.name, entry]));
  key = testKey();
  stripe = stripeAt(sandbox.url, key);
});

const socket = (name: string, body: object = {}, more: Sent = {}) =>
  call(sockets.get(name)!.handler, { key, body, ...more });

/** The id that a socket answers with; a refusal fails the test with what it said. */
async function made(name: string, body: object): Promise<string> {
  const reply = await socket(name, body);
  expect(reply).toMatchObject({ status: 200 });
  return reply.body.id;
}

const customer = () => made('create-customer', { description: 'Jenny' });
const withCard = async () => {
  const id = await customer();
  return { customer: id, card: await made('create-card', { customer: id, token: 'tok_visa' }) };
};
const plan = async (more: object = {}) => {
  const id = `plan-${crypto.randomUUID()}`;
  await stripe.rawRequest('POST', '/v1/plans', {
    id,
    amount: 1000,
    currency: 'usd',
    interval: 'month',
    name: 'Gold',
    ...more,
  });
  return id;
};
const subscribed = async (more: object = {}) => {
  const owner = await withCard();
  return {
    ...owner,
    sub: await made('subscribe-customer', { customer: owner.customer, plan: await plan(), ...more }),
  };
};
// biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
const get = (path: string): Promise<any> => stripe.rawRequest('GET', path);

/** For each socket arguments that are right, made freshly. */
const valid: Record<string, () => Promise<Record<string, unknown>>> = {
  'create-card': async () => ({ token: 'tok_visa', customer: await customer() }),
  'capture-charge': async () => ({
    charge: await made('create-charge', { amount: 500, currency: 'usd', card: 'tok_visa', capture: false }),
  }),
  'create-customer': async () => ({ description: 'Jenny' }),
  'list-cards': async () => ({ customer: (await withCard()).customer, limit: 5 }),
  'delete-card': withCard,
  'create-charge': async () => ({
    ...(await withCard()),
    amount: 500,
    currency: 'usd',
    capture: true,
    description: 'Socks',
  }),
  'subscribe-customer': async () => ({ ...(await withCard()), plan: await plan(), quantity: 2 }),
  'update-subscription': async () => {
    const { customer, sub } = await subscribed();
    return { customer, sub, plan: await plan(), quantity: 3, prorate: 'true' };
  },
  'cancel-subscription': async () => {
    const { customer, sub } = await subscribed();
    return { customer, sub, instant: 'true' };
  },
  'retrieve-subscription-details': async () => {
    const { customer, sub } = await subscribed();
    return { customer, sub };
  },
  'one-off-charge': async () => ({
    amount: 500,
    currency: 'usd',
    cardnumber: '4242424242424242',
    cardexpmonth: 12,
    cardexpyear: 2040,
    cardcvc: '123',
    description: 'Socks',
  }),
};

/** What must be given, as the contract has it. */
const required: Record<string, string[]> = {
  'create-card': ['token', 'customer'],
  'capture-charge': ['charge'],
  'create-customer': [],
  'list-cards': ['customer'],
  'delete-card': ['card'],
  'create-charge': ['amount', 'currency'],
  'subscribe-customer': ['plan', 'customer'],
  'update-subscription': ['sub', 'customer'],
  'cancel-subscription': ['sub', 'customer'],
  'retrieve-subscription-details': ['sub', 'customer'],
  'one-off-charge': ['amount', 'currency', 'cardnumber', 'cardexpmonth', 'cardexpyear', 'cardcvc'],
};

test('the table below is about every socket there is', () => {
  expect([...sockets.keys()].sort()).toEqual(Object.keys(valid).sort());
  for (const [name, { endpoint }] of sockets) {
    const marked = endpoint.arguments
      .filter((argument) => argument.required)
      .map((argument) => argument.name);
    expect({ [name]: marked.sort() }).toEqual({ [name]: [...required[name]!].sort() });
  }
});

describe.each(Object.keys(valid))('%s', (name) => {
  test('does what it should, from JSON and from a form', async () => {
    expect(await socket(name, await valid[name]!())).toMatchObject({ status: 200 });
    const form = new URLSearchParams(
      Object.entries(await valid[name]!()).map(([argument, value]): [string, string] => [
        argument,
        String(value),
      ]),
    );
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await socket(name, {}, { body: form.toString(), headers })).toMatchObject({ status: 200 });
  });

  if (required[name]!.length > 0) {
    test.each(required[name]!)('names the required %s that is missing, empty or null', async (absent) => {
      for (const nothing of [undefined, '', null]) {
        const reply = await socket(name, { ...(await valid[name]!()), [absent]: nothing });
        expect(reply).toMatchObject({
          status: 400,
          body: { error: { type: 'invalid_request_error', param: absent, code: 'parameter_missing' } },
        });
      }
    });
  }

  test('names each argument of a wrong type', async () => {
    const args = await valid[name]!();
    expect(Object.keys(args)).not.toEqual([]);
    for (const argument of Object.keys(args)) {
      const reply = await socket(name, { ...args, [argument]: [{ nested: true }] });
      expect(reply).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
      expect(reply.body.error.param).toMatch(new RegExp(`^${argument}\\b`));
      expect(reply.body.error.message).toContain(`${argument} must be`);
    }
  });

  test('needs a key', async () => {
    const reply = await call(sockets.get(name)!.handler, { body: await valid[name]!() });
    expect(reply).toMatchObject({ status: 401, body: { error: { param: 'apiKey' } } });
  });
});

describe('cards', () => {
  test('are added, listed without bank accounts, page by page, and deleted', async () => {
    const id = await customer();
    const tokens = ['tok_visa', 'tok_mastercard', 'tok_amex'];
    const cards: string[] = [];
    for (const token of tokens) {
      cards.unshift(await made('create-card', { customer: id, token }));
    }
    const bank = {
      object: 'bank_account',
      country: 'US',
      currency: 'usd',
      account_number: '000123456789',
      routing_number: '110000000',
    };
    await stripe.rawRequest('POST', `/v1/customers/${id}/sources`, { source: bank });
    const ids = async (more: object) =>
      (await socket('list-cards', { customer: id, ...more })).body.data.map(
        (card: { id: string }) => card.id,
      );
    expect(await ids({})).toEqual(cards);
    expect(await ids({ limit: '2' })).toEqual(cards.slice(0, 2));
    expect(await ids({ starting_after: cards[1] })).toEqual(cards.slice(2));
    expect(await ids({ ending_before: cards[1] })).toEqual(cards.slice(0, 1));
    expect((await socket('delete-card', { card: cards[0], customer: id })).body).toMatchObject({
      id: cards[0],
      deleted: true,
    });
    expect(await ids({})).toEqual(cards.slice(1));
  });

  test('are deleted without their customer being named', async () => {
    const { customer: owner, card } = await withCard();
    await customer();
    await withCard();
    expect((await socket('delete-card', { card })).body).toMatchObject({ id: card, deleted: true });
    expect((await get(`/v1/customers/${owner}`)).sources.data).toEqual([]);
  });

  test('of customers with more than the ten sources that Stripe shows are found as well', async () => {
    const { customer: owner, card } = await withCard();
    for (let count = 0; count < 10; count += 1) {
      await made('create-card', { customer: owner, token: 'tok_visa' });
    }
    expect((await socket('delete-card', { card })).body).toMatchObject({ id: card, deleted: true });
  });

  test('that nobody has are not found, and the reply says what helps', async () => {
    const reply = await socket('delete-card', { card: 'card_nobodys' });
    expect(reply).toMatchObject({
      status: 404,
      body: { error: { type: 'invalid_request_error', param: 'card' } },
    });
    expect(reply.body.error).toMatchObject({
      code: 'resource_missing',
      message: expect.stringMatching(/card_nobodys.*customer/),
    });
  });

  test('of an unknown customer are refused under the caller’s names', async () => {
    expect(await socket('create-card', { customer: 'cus_none', token: 'tok_visa' })).toMatchObject({
      status: 404,
      body: { error: { param: 'customer' } },
    });
    expect(await socket('create-card', { customer: await customer(), token: 'tok_none' })).toMatchObject({
      status: 400,
      body: { error: { param: 'token', message: expect.not.stringContaining('tok_none') } },
    });
  });
});

describe('charges', () => {
  test('are captured at once, or later as a whole', async () => {
    const args = { amount: 700, currency: 'USD', card: 'tok_visa' };
    expect((await socket('create-charge', args)).body).toMatchObject({
      amount: 700,
      currency: 'usd',
      captured: true,
    });
    const later = await socket('create-charge', { ...args, capture: 'false' });
    expect(later.body).toMatchObject({ captured: false });
    expect((await socket('capture-charge', { charge: later.body.id })).body).toMatchObject({
      id: later.body.id,
      captured: true,
      amount_refunded: 0,
    });
    expect(await socket('capture-charge', { charge: later.body.id })).toMatchObject({
      status: 400,
      body: { error: { code: 'charge_already_captured' } },
    });
  });

  test('go to a token, a customer’s default card or another card of the customer', async () => {
    const { customer: owner, card } = await withCard();
    const second = await made('create-card', { customer: owner, token: 'tok_amex' });
    const charge = async (more: object) =>
      (await socket('create-charge', { amount: 500, currency: 'usd', ...more })).body.source;
    expect(await charge({ card: 'tok_mastercard' })).toMatchObject({ brand: 'MasterCard' });
    expect(await charge({ customer: owner })).toMatchObject({ id: card });
    expect(await charge({ customer: owner, card: second })).toMatchObject({ id: second });
  });

  test('need a card or a customer', async () => {
    const reply = await socket('create-charge', { amount: 500, currency: 'usd' });
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { param: 'card', code: 'parameter_missing' } },
    });
    expect(reply.body.error.message).toMatch(/card or customer/);
  });

  test.each([
    ['4000000000000002', { code: 'card_declined' }],
    ['4000000000000127', { code: 'incorrect_cvc', param: 'cardcvc' }],
    ['4000000000000069', { code: 'expired_card', param: 'cardexpmonth' }],
    ['4000000000000119', { code: 'processing_error' }],
  ])('with card %s are declined with Stripe’s words', async (cardnumber, error) => {
    const reply = await socket('one-off-charge', { ...(await valid['one-off-charge']!()), cardnumber });
    expect(reply).toMatchObject({
      status: 402,
      body: { error: { type: 'card_error', charge: expect.stringMatching(/^ch_/), ...error } },
    });
    expect(JSON.stringify(reply)).not.toContain(cardnumber);
  });

  const lastMonth = new Date();
  lastMonth.setUTCDate(0);
  test.each([
    [{ cardnumber: '4242424242424241' }, 'incorrect_number', 'cardnumber'],
    [{ cardnumber: '4242' }, 'incorrect_number', 'cardnumber'],
    [{ cardnumber: 'my card' }, 'invalid_number', 'cardnumber'],
    [{ cardexpmonth: 13 }, 'invalid_expiry_month', 'cardexpmonth'],
    [
      { cardexpmonth: lastMonth.getUTCMonth() + 1, cardexpyear: lastMonth.getUTCFullYear() },
      expect.stringMatching(/^invalid_expiry_(month|year)$/),
      expect.stringMatching(/^cardexp(month|year)$/),
    ],
    [{ cardexpyear: 2015 }, 'invalid_expiry_year', 'cardexpyear'],
    [{ cardexpyear: 2999 }, 'invalid_expiry_year', 'cardexpyear'],
    [{ cardcvc: '12' }, 'invalid_cvc', 'cardcvc'],
    [{ cardcvc: 'abc' }, 'invalid_cvc', 'cardcvc'],
  ])('with %j are refused as Stripe does, before it is asked', async (wrong, code, param) => {
    const reply = await socket('one-off-charge', { ...(await valid['one-off-charge']!()), ...wrong });
    expect(reply).toMatchObject({ status: 402, body: { error: { type: 'card_error', code, param } } });
    expect(reply.body.error).not.toHaveProperty('request_id');
    expect(reply.body.error).not.toHaveProperty('idempotency_key');
  });

  test('that lack an argument are told so before the card is looked at', async () => {
    const { amount: _, ...rest } = await valid['one-off-charge']!();
    const reply = await socket('one-off-charge', { ...rest, cardexpmonth: 13 });
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { param: 'amount', code: 'parameter_missing' } },
    });
  });

  test('take a card number with blanks, and years of two digits', async () => {
    const args = {
      ...(await valid['one-off-charge']!()),
      cardnumber: '4242 4242-4242 4242',
      cardexpyear: '40',
    };
    expect((await socket('one-off-charge', args)).body.source).toMatchObject({
      last4: '4242',
      exp_year: 2040,
    });
  });

  test('below Stripe’s minimum or for an unknown currency are Stripe’s own refusals', async () => {
    expect(await socket('create-charge', { amount: 10, currency: 'usd', card: 'tok_visa' })).toMatchObject({
      status: 400,
      body: { error: { param: 'amount', code: 'amount_too_small' } },
    });
    expect(await socket('create-charge', { amount: 500, currency: 'xxx', card: 'tok_visa' })).toMatchObject({
      status: 400,
      body: { error: { param: 'currency' } },
    });
  });

  test('made thirty times at once with one idempotency key are one charge', async () => {
    const headers = { 'idempotency-key': 'thirty' };
    const body = { amount: 500, currency: 'usd', card: 'tok_visa', description: 'thirty' };
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => socket('create-charge', body, { headers })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers['idempotent-replayed'] === 'true')).toHaveLength(29);
    const { data } = await get('/v1/charges?limit=100');
    expect(data.filter(({ description }: { description: string }) => description === 'thirty')).toHaveLength(
      1,
    );
  });

  test('with a key that was used for something else are refused', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { amount: 500, currency: 'usd', card: 'tok_visa' };
    await socket('create-charge', body, { headers });
    expect(await socket('create-charge', { ...body, amount: 600 }, { headers })).toMatchObject({
      status: 400,
      body: { error: { type: 'idempotency_error' } },
    });
  });
});

describe('subscriptions', () => {
  test('are made with the default card, a token, or a card the customer has', async () => {
    const { customer: owner, card } = await withCard();
    const second = await made('create-card', { customer: owner, token: 'tok_amex' });
    const gold = await plan();
    expect((await socket('subscribe-customer', { customer: owner, plan: gold })).body).toMatchObject({
      status: 'active',
      quantity: 1,
    });
    const defaultCard = async () => (await cardsAtStripe(apiAt(sandbox.url, key), owner)).default;
    expect(await defaultCard()).toBe(card);
    await made('subscribe-customer', { customer: owner, plan: await plan(), card: second });
    expect(await defaultCard()).toBe(second);
    await made('subscribe-customer', { customer: owner, plan: await plan(), card: 'tok_mastercard' });
    const { data } = (await socket('list-cards', { customer: owner })).body;
    const chosen = await defaultCard();
    expect(data.find(({ id }: { id: string }) => id === chosen)).toMatchObject({ brand: 'MasterCard' });
  });

  test('to a card of somebody else are refused under the caller’s name for it', async () => {
    const { card } = await withCard();
    const reply = await socket('subscribe-customer', {
      customer: await customer(),
      plan: await plan(),
      card,
    });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.body.error.param).toBe('card');
  });

  test('repeated with one idempotency key are one subscription', async () => {
    const { customer: owner, card } = await withCard();
    const args = { customer: owner, plan: await plan(), card };
    const headers = { 'idempotency-key': 'subscribe' };
    const first = await socket('subscribe-customer', args, { headers });
    const second = await socket('subscribe-customer', args, { headers });
    expect(second.body.id).toBe(first.body.id);
  });

  test('change plan and quantity, with and without proration', async () => {
    const { customer: owner, sub } = await subscribed();
    const pending = async () => (await get(`/v1/invoiceitems?customer=${owner}`)).data.length;
    expect(
      (await socket('update-subscription', { customer: owner, sub, quantity: 2, prorate: 'false' })).body,
    ).toMatchObject({ id: sub, quantity: 2 });
    expect(await pending()).toBe(0);
    await socket('update-subscription', { customer: owner, sub, quantity: 3 });
    expect(await pending()).toBe(2);
  });

  test('end at once, or at the end of the period', async () => {
    const first = await subscribed();
    expect((await socket('cancel-subscription', { ...first, instant: 'false' })).body).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    });
    expect((await socket('cancel-subscription', first)).body).toMatchObject({ status: 'canceled' });
    const second = await subscribed();
    expect((await socket('cancel-subscription', { ...second, instant: true })).body).toMatchObject({
      status: 'canceled',
    });
  });

  test('of another customer are not found', async () => {
    const { sub } = await subscribed();
    const reply = await socket('retrieve-subscription-details', { sub, customer: await customer() });
    expect(reply).toMatchObject({ status: 404, body: { error: { param: 'sub' } } });
  });
});

describe('Stripe’s parameters that a socket does not list', () => {
  test('reach Stripe in Stripe’s spelling', async () => {
    const coupon = `coupon-${crypto.randomUUID()}`;
    await stripe.rawRequest('POST', '/v1/coupons', { id: coupon, percent_off: 50, duration: 'once' });
    const id = await made('create-customer', { description: 'Jenny', account_balance: '-700', coupon });
    expect(await get(`/v1/customers/${id}`)).toMatchObject({
      account_balance: -700,
      discount: { coupon: { id: coupon } },
    });
    const held = await made('create-charge', {
      amount: 900,
      currency: 'usd',
      card: 'tok_visa',
      capture: false,
    });
    const captured = await socket('capture-charge', {
      charge: held,
      amount: 400,
      expand: ['balance_transaction'],
    });
    expect(captured.body).toMatchObject({ amount_refunded: 500, balance_transaction: { amount: 400 } });
  });

  test('end a subscription at the end of its period, unless the socket’s own argument says otherwise', async () => {
    const kept = await subscribed();
    const sent = { customer: kept.customer, sub: kept.sub, at_period_end: 'true' };
    expect((await socket('cancel-subscription', sent)).body).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    });
    const { headers, body } = await socket('cancel-subscription', { ...sent, instant: true });
    expect(headers['x-ignored-arguments']).toBe('at_period_end');
    expect(body.status).toBe('canceled');
  });

  test('can stand for a listed one, and yield to it', async () => {
    const charge = { amount: 900, currency: 'usd' };
    const { body } = await socket('create-charge', { ...charge, source: 'tok_amex' });
    expect(body.source.brand).toBe('American Express');
    const both = await socket('create-charge', { ...charge, card: 'tok_visa', source: 'tok_amex' });
    expect(both.headers['x-ignored-arguments']).toBe('source');
    expect(both.body.source.brand).toBe('Visa');
  });

  test('do not replace what the socket sets itself', async () => {
    const { customer: owner } = await withCard();
    const { headers } = await socket('list-cards', { customer: owner, object: 'bank_account' });
    expect(headers['x-ignored-arguments']).toBe('object');
    const card = { cardnumber: '4242424242424242', cardexpmonth: 12, cardexpyear: 2030, cardcvc: '123' };
    const charged = await socket('one-off-charge', {
      amount: 900,
      currency: 'usd',
      ...card,
      source: 'tok_amex',
    });
    expect(charged.headers['x-ignored-arguments']).toBe('source');
    expect(charged.body.source.brand).toBe('Visa');
  });

  test('are rejected under the name that was sent', async () => {
    const { status, body } = await socket('create-customer', { account_balance: 'much' });
    expect({ status, param: body.error.param }).toEqual({ status: 400, param: 'account_balance' });
    const noCard = await socket('create-charge', { amount: 900, currency: 'usd', source: ['tok_visa'] });
    expect(noCard.body.error).toMatchObject({ param: 'source', code: 'parameter_invalid' });
    expect(noCard.body.error).not.toHaveProperty('errors');
  });
});

test('a customer’s description can be left out, given or empty', async () => {
  expect((await socket('create-customer')).body).toMatchObject({ object: 'customer', description: null });
  expect((await socket('create-customer', { description: 'x' })).body).toMatchObject({ description: 'x' });
  expect((await socket('create-customer', { description: '' })).body).toMatchObject({ description: null });
});

test('a wrong key is Stripe’s 401, with the key censored', async () => {
  const reply = await call(sockets.get('create-customer')!.handler, { key: 'not_a_key_at_all', body: {} });
  expect(reply).toMatchObject({ status: 401, body: { error: { type: 'invalid_request_error' } } });
  expect(reply.body.error.message).not.toContain('not_a_key_at_all');
});
