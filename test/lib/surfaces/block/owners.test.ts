/** Blocks that do more than rename: cards of accounts and customers, changes that must agree, a list of one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { json, type Script, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { ask, type Block, parametersOf, readBlocks } from './blocks.ts';

let upstream: Upstream;
let script: Script;
let blocks: Map<string, Block>;

const fine: Script = (response) => json(response, 200, { id: 'obj_1', data: [] });

beforeAll(async () => {
  upstream = await startUpstream((...request) => script(...request));
  process.env['STRIPE_API_BASE'] = upstream.url;
  blocks = await readBlocks();
});
afterAll(() => upstream.close());
beforeEach(() => {
  script = fine;
  upstream.seen.length = 0;
});

const run = (name: string, args: object) => ask(blocks.get(name)!, args);
const requests = () => upstream.seen.map(({ method, url }) => `${method} ${url.split('?')[0]}`);

describe('a card is of an account or of a customer', () => {
  const rest = { cardId: 'card_1', externalAccount: 'tok_visa' };

  test.each(['createCard', 'getCard', 'updateCard', 'deleteCard', 'getCardList'])('%s', async (name) => {
    expect((await run(name, rest)).to).toMatchObject({
      status_code: 'REQUIRED_FIELDS',
      fields: ['accountId'],
    });
    expect((await run(name, { ...rest, accountId: 'acct_1', customerId: 'cus_1' })).to).toMatchObject({
      status_code: 'INVALID_FIELDS',
      fields: [{ name: 'customerId', code: 'parameters_exclusive' }],
    });
    expect(upstream.seen).toHaveLength(0);
    await run(name, { ...rest, accountId: 'acct_1' });
    await run(name, { ...rest, customerId: 'cus_1' });
    expect(requests().map((request) => request.split('/')[2])).toEqual(['accounts', 'customers']);
  });

  test.each([
    [{ accountId: 'acct_1', source: 'tok_visa' }, { external_account: 'tok_visa' }],
    [{ accountId: 'acct_1', externalAccount: 'tok_visa' }, { external_account: 'tok_visa' }],
    [{ customerId: 'cus_1', source: 'tok_visa' }, { source: 'tok_visa' }],
    [{ customerId: 'cus_1', externalAccount: 'tok_visa' }, { source: 'tok_visa' }],
  ])('createCard takes the card under both names: %j', async (args, parameters) => {
    await run('createCard', args);
    expect(parametersOf(upstream.seen[0]!)).toEqual(parameters);
  });

  test.each(['createCard', 'createBankAccount'])(
    '%s takes externalAccount when both names are given',
    async (name) => {
      for (const source of ['tok_visa', 'tok_amex', ['neither']]) {
        const args = { accountId: 'acct_1', source, externalAccount: 'tok_visa' };
        const { callback, received } = await run(name, args);
        expect({ callback, ignored: received.headers['x-ignored-arguments'] }).toEqual({
          callback: 'success',
          ignored: 'source',
        });
        expect(parametersOf(upstream.seen.at(-1)!)).toEqual({ external_account: 'tok_visa' });
      }
      const { received } = await run(name, { accountId: 'acct_1', source: 'tok_visa', externalAccount: '' });
      expect(received.headers['x-ignored-arguments']).toBeUndefined();
      expect(parametersOf(upstream.seen.at(-1)!)).toEqual({ external_account: 'tok_visa' });
    },
  );

  test.each(['createCard', 'updateCard'])(
    '%s makes no card of a customer the default of a currency',
    async (name) => {
      const { to } = await run(name, { ...rest, customerId: 'cus_1', defaultForCurrency: false });
      expect(to).toMatchObject({ status_code: 'INVALID_FIELDS', fields: [{ name: 'defaultForCurrency' }] });
      expect(upstream.seen).toHaveLength(0);
    },
  );

  test.each([
    [{ accountId: 'acct_1' }, 'external_account', 'externalAccount'],
    [{ accountId: 'acct_1' }, 'account', 'accountId'],
    [{ customerId: 'cus_1' }, 'source', 'source'],
    [{ customerId: 'cus_1' }, 'customer', 'customerId'],
  ])('with %j, what Stripe calls %s is %s to the caller', async (args, param, name) => {
    script = (response) =>
      json(response, 400, { error: { type: 'invalid_request_error', message: 'No.', param } });
    expect((await run('createCard', args)).to).toMatchObject({ status_code: 'API_ERROR', param: name });
  });
});

describe.each([
  ['updateInvoice', 'invoiceId', 'subscription', 'GET /v1/invoices/obj_1', 'POST /v1/invoices/obj_1'],
  [
    'updateSubscription',
    'subscriptionId',
    'customer',
    'GET /v1/subscriptions/obj_1',
    'POST /v1/subscriptions/obj_1',
  ],
])('%s', (name, id, argument, read, write) => {
  const given = { [id]: 'obj_1', metadata: { a: 'b' } };

  test(`is made at once without ${argument}`, async () => {
    expect((await run(name, given)).callback).toBe('success');
    expect(requests()).toEqual([write]);
  });

  test(`is made when ${argument} is the object’s`, async () => {
    script = (response) => json(response, 200, { id: 'obj_1', [argument]: 'other_1' });
    expect((await run(name, { ...given, [argument]: 'other_1' })).callback).toBe('success');
    expect(requests()).toEqual([read, write]);
    expect(parametersOf(upstream.seen[1]!)).toEqual({ 'metadata[a]': 'b' });
  });

  test.each([['other_2'], [null]])(
    `is not made when ${argument} is not the object’s, which has %j`,
    async (actual) => {
      script = (response) => json(response, 200, { id: 'obj_1', [argument]: actual });
      const { to } = await run(name, { ...given, [argument]: 'other_1' });
      expect(to).toMatchObject({
        status_code: 'INVALID_FIELDS',
        fields: [
          {
            name: argument,
            code: 'parameter_invalid',
            message: expect.stringContaining(`is ${JSON.stringify(actual)}`),
          },
        ],
      });
      expect(requests()).toEqual([read]);
    },
  );

  test('is refused as Stripe refuses it when there is no such object', async () => {
    script = (response) =>
      json(response, 404, {
        error: { type: 'invalid_request_error', message: 'No such thing: obj_1', param: 'id' },
      });
    expect((await run(name, { ...given, [argument]: 'other_1' })).to).toMatchObject({
      status_code: 'API_ERROR',
      http_status: 404,
    });
  });
});

describe('getSubscriptionList', () => {
  const subscription = { id: 'sub_1', customer: 'cus_1', plan: { id: 'gold' }, status: 'active' };
  const narrowed = async (args: object, object: object = subscription) => {
    script = (response) => json(response, 200, object);
    const { to } = await run('getSubscriptionList', { subscriptionId: 'sub_1', ...args });
    expect(to).toMatchObject({ object: 'list', url: '/v1/subscriptions', has_more: false });
    expect(requests()).toEqual(['GET /v1/subscriptions/sub_1']);
    return to.data;
  };

  test('is Stripe’s list without subscriptionId', async () => {
    await run('getSubscriptionList', { plan: 'gold' });
    expect(upstream.seen.map(({ url }) => url)).toEqual(['/v1/subscriptions?plan=gold']);
  });

  test.each([
    {},
    { customer: 'cus_1' },
    { plan: 'gold', status: 'active' },
    { status: 'all', limit: 5 },
    { all: true },
  ])('is a list of one with it: %j', async (args) => {
    expect(await narrowed(args)).toEqual([subscription]);
  });

  test.each([{ customer: 'cus_2' }, { plan: 'silver' }, { status: 'canceled' }])(
    'is empty where another filter leaves it out: %j',
    async (args) => {
      expect(await narrowed(args)).toEqual([]);
    },
  );

  test.each([
    [{}, 0],
    [{ status: 'canceled' }, 1],
    [{ status: 'all' }, 1],
    [{ status: 'active' }, 0],
  ])('leaves a canceled one out unless it is asked for: %j', async (args, count) => {
    expect(await narrowed(args, { ...subscription, status: 'canceled' })).toHaveLength(count);
  });

  test.each([
    ['startingAfter', 'sub_2'],
    ['endingBefore', 'sub_2'],
    ['expand', ['data.customer']],
    ['include', ['total_count']],
  ])('takes no %s with it', async (name, value) => {
    const { to } = await run('getSubscriptionList', { subscriptionId: 'sub_1', [name]: value });
    expect(to).toMatchObject({ status_code: 'INVALID_FIELDS', fields: [{ name }] });
  });

  test('says so when there is none such', async () => {
    script = (response) =>
      json(response, 404, {
        error: { type: 'invalid_request_error', message: 'No such subscription: sub_1', param: 'id' },
      });
    expect((await run('getSubscriptionList', { subscriptionId: 'sub_1' })).to).toMatchObject({
      status_code: 'API_ERROR',
      http_status: 404,
    });
  });
});
