/** What an account of today rejects, and one of long ago accepts. */
import { describe, expect, test } from '@jest/globals';
import { POLICIES } from '#sandbox/policies.ts';
import { accounts, card, refusal, send } from './helpers.ts';
import { openToday, rejection } from './today.ts';

const sandbox = accounts();
const today = accounts({ policies: POLICIES.today });

const { object: _, ...fields } = card();
const charged = { amount: 500, currency: 'usd' };
const END_OF_LIFE = /^Card tokens have reached their end of life .*\/settings\/developers\/api-policies$/;
const RAW = /^Sending credit card numbers directly to the Stripe API is generally unsafe\./;

async function set(account: ReturnType<typeof openToday>, policies: object) {
  return account.call('POST', '/_sandbox/policies', policies);
}

test('are those of an existing account unless something else is said', async () => {
  const account = openToday(sandbox.url);
  expect(await account.call('GET', '/_sandbox/policies')).toEqual(POLICIES.existing);
  expect(await openToday(today.url).call('GET', '/_sandbox/policies')).toEqual(POLICIES.today);
});

test('are set at once or one by one, and only known ones', async () => {
  const account = openToday(sandbox.url);
  expect(await set(account, { account: 'today', raw_card_numbers: true })).toEqual({
    ...POLICIES.today,
    raw_card_numbers: true,
  });
  expect(await set(account, { card_tokens: true })).toMatchObject({ card_tokens: true, accounts_v1: false });
  expect(await refusal(set(account, { tokens: true }))).toMatchObject({ status: 400, param: 'tokens' });
  expect(await set(account, { account: 'existing' })).toEqual(POLICIES.existing);
});

describe('card tokens and cards are rejected', () => {
  for (const version of ['2013-08-13', '2016-07-06', '2026-10-28.endive']) {
    const source = version < '2015-02-18' ? 'card' : 'source';
    const cards = version < '2015-02-18' ? 'cards' : 'sources';
    test(`wherever they were accepted, at ${version}`, async () => {
      const account = openToday(today.url);
      const { id } = await account.stripe.customers.create({});
      const post = async (path: string, parameters: object) => {
        const call = account.at(version).rawRequest('POST', path, parameters as Record<string, unknown>);
        return rejection(call);
      };
      for (const given of ['tok_visa', 'tok_chargeDeclined', { ...fields }]) {
        for (const [path, parameters] of [
          ['/v1/charges', charged],
          ['/v1/charges', { ...charged, customer: id }],
          ['/v1/customers', {}],
          [`/v1/customers/${id}`, {}],
          [`/v1/customers/${id}/${cards}`, {}],
        ] as const) {
          const error = await post(path, { ...parameters, [source]: given });
          expect(error).toEqual({
            type: 'invalid_request_error',
            message: expect.stringMatching(END_OF_LIFE),
            statusCode: 400,
          });
        }
      }
      const { data } = await account.stripe.charges.list();
      expect(data).toEqual([]);
    });
  }

  test('a token that is rejected is not spent', async () => {
    const account = openToday(sandbox.url);
    const token = await account.call('POST', '/v1/tokens', { card: fields });
    await set(account, { card_tokens: false });
    await refusal(account.call('POST', '/v1/charges', { ...charged, source: token.id }));
    const method = await account.stripe.paymentMethods.create({ type: 'card', card: { token: token.id } });
    expect(method.card).toMatchObject({ brand: 'visa', last4: '4242', exp_year: 2040 });
  });

  test('for subscriptions, too; bank accounts are none', async () => {
    const account = openToday(today.url);
    await account.call('POST', '/v1/plans', {
      id: 'gold',
      name: 'Gold',
      amount: 2000,
      currency: 'usd',
      interval: 'month',
    });
    const { id: customer } = await account.stripe.customers.create({});
    const wanted = { customer, plan: 'gold', source: 'tok_visa' };
    expect(await refusal(account.call('POST', '/v1/subscriptions', wanted))).toMatchObject({
      message: expect.stringMatching(END_OF_LIFE),
    });
    const bank = {
      object: 'bank_account',
      country: 'US',
      currency: 'usd',
      account_number: '000123456789',
      routing_number: '110000000',
    };
    expect(await account.call('POST', `/v1/customers/${customer}/sources`, { source: bank })).toMatchObject({
      object: 'bank_account',
    });
  });

  test('what the others say of charges stays: nothing to charge, and a saved card is charged', async () => {
    const account = openToday(sandbox.url);
    const { id: customer } = await account.call('POST', '/v1/customers', { source: 'tok_visa' });
    await set(account, { account: 'today' });
    expect(await account.call('POST', '/v1/charges', { ...charged, customer })).toMatchObject({ paid: true });
    expect(await refusal(account.call('POST', '/v1/charges', charged))).toMatchObject({
      status: 400,
      message: 'Must provide source or customer.',
    });
    const { id: other } = await account.stripe.customers.create({});
    const missing = { status: 402, type: 'card_error', code: 'missing', param: 'card' };
    const charge = () => account.call('POST', '/v1/charges', { ...charged, customer: other });
    expect(await refusal(charge())).toMatchObject(missing);
    await account.stripe.paymentMethods.attach('pm_card_visa', { customer: other });
    expect(await refusal(charge())).toMatchObject({
      ...missing,
      message: expect.stringMatching(/PaymentMethod.*PaymentIntent/),
    });
  });
});

test('numbers of cards are rejected, with any key; tokens of tests are not', async () => {
  const { key, stripe } = openToday(today.url);
  const raw = { type: 'invalid_request_error', message: expect.stringMatching(RAW), statusCode: 400 };
  const { number, exp_month, exp_year, cvc } = fields;
  expect(await rejection(stripe.tokens.create({ card: fields as never }))).toEqual(raw);
  const method = { type: 'card' as const, card: { number, exp_month, exp_year, cvc } };
  expect(await rejection(stripe.paymentMethods.create(method))).toEqual(raw);
  const body = 'card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040';
  const published = await send(today.url, {
    method: 'POST',
    path: '/v1/tokens',
    key: key.replace('sk_', 'pk_'),
    body,
  });
  expect(published).toMatchObject({ status: 400, body: { error: { message: expect.stringMatching(RAW) } } });
  expect((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })).id).toMatch(
    /^pm_/,
  );
});

test('charges and accounts can be closed as well; connected accounts have the policies of their platform', async () => {
  const account = openToday(sandbox.url);
  const managed = await account.call('POST', '/v1/accounts', { managed: true, country: 'US' });
  await set(account, { account: 'today', charges_create: false });
  const own = openToday(sandbox.url, managed.keys.secret);
  expect(await own.call('GET', '/_sandbox/policies')).toMatchObject({ card_tokens: false });
  expect(await refusal(own.call('POST', '/v1/charges', { ...charged, customer: 'cus_1' }))).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^Charges can no longer be created by POST \/v1\/charges/),
  });
  expect(await refusal(account.call('POST', '/v1/accounts', { managed: true }))).toMatchObject({
    status: 400,
    type: 'invalid_request_error',
    message: expect.stringMatching(/^Stripe no longer recommends Accounts v1 .*\/v2\/core\/accounts/),
  });
});

describe('retired operations', () => {
  const GONE = [
    ['POST', '/v1/orders', { currency: 'usd' }],
    ['GET', '/v1/skus/sku_1', {}],
    ['GET', '/v1/order_returns', {}],
    ['POST', '/v1/recipients', { name: 'Jenny Rosen', type: 'individual' }],
    ['GET', '/v1/bitcoin/receivers', {}],
  ] as const;

  test.each(GONE)('%s %s is an unknown address, whatever is sent', async (method, path, parameters) => {
    const error = await refusal(openToday(today.url).call(method, path, parameters));
    expect(error).toMatchObject({ status: 404, type: 'invalid_request_error' });
    expect(error.message).toMatch(new RegExp(`^Unrecognized request URL \\(${method}: ${path}\\)`));
  });

  test('are served where the account accepts them', async () => {
    const account = openToday(today.url);
    await set(account, { retired_operations: true });
    expect(await account.call('GET', '/v1/orders', {})).toMatchObject({ object: 'list', data: [] });
  });
});
