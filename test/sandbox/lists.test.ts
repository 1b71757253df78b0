import { describe, expect, test } from '@jest/globals';
import type { TimeRange } from '#lib/stripe/shared.ts';
import { isWithin } from '#sandbox/pagination.ts';
import { accounts, type Loose, refusal, type TestAccount } from './helpers.ts';

const sandbox = accounts();

/** Makes customers and gives their ids, newest first. */
async function customers(account: TestAccount, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.unshift((await account.stripe.customers.create()).id);
  }
  return ids;
}

const idsOf = ({ data }: Loose): string[] => data.map(({ id }: Loose) => id);

describe('lists', () => {
  test.each([0, 1, 2, 3, 4, 6, 7])(
    'of %i objects, followed forwards and backwards by pages of 3',
    async (count) => {
      const account = sandbox.open();
      const ids = await customers(account, count);
      const follow = async (cursor: 'starting_after' | 'ending_before', start?: string) => {
        const seen: string[][] = [];
        for (let position = start; ; ) {
          const page = await account.call('GET', '/v1/customers', { limit: 3, [cursor]: position });
          seen.push(idsOf(page));
          if (!page.has_more) {
            return seen;
          }
          position = cursor === 'starting_after' ? page.data.at(-1).id : page.data[0].id;
        }
      };
      const pages = Math.max(1, Math.ceil(count / 3));
      const forwards = await follow('starting_after');
      expect(forwards).toHaveLength(pages);
      expect(forwards.flat()).toEqual(ids);
      if (count > 0) {
        const backwards = await follow('ending_before', ids.at(-1));
        expect(backwards.reverse().flat()).toEqual(ids.slice(0, -1));
      }
    },
  );

  test('hold ten objects when nothing is said, and give their path', async () => {
    const account = sandbox.open();
    const ids = await customers(account, 11);
    const page = await account.call('GET', '/v1/customers');
    expect(Object.keys(page)).toEqual(['object', 'url', 'has_more', 'data']);
    expect(page).toMatchObject({ object: 'list', url: '/v1/customers', has_more: true });
    expect(idsOf(page)).toEqual(ids.slice(0, 10));
    expect(await account.call('GET', '/v1/customers', { limit: 11 })).toMatchObject({ has_more: false });
  });

  test('say how many there are when asked', async () => {
    const account = sandbox.open();
    await customers(account, 3);
    const query = { limit: 1, include: ['total_count'] };
    expect(await account.call('GET', '/v1/customers', query)).toMatchObject({ total_count: 3 });
    expect(
      await account.call('GET', '/v1/customers', { ...query, created: { gt: 9_999_999_999 } }),
    ).toMatchObject({
      total_count: 0,
      has_more: false,
    });
  });

  test.each([
    [{ limit: 0 }, 'limit', 'Invalid limit: must be an integer from 1 to 100.'],
    [{ limit: 101 }, 'limit', 'Invalid limit: must be an integer from 1 to 100.'],
    [{ limit: 'all' }, 'limit', 'Invalid integer: all'],
    [{ starting_after: 'cus_0' }, 'starting_after', 'No such customer: cus_0'],
    [{ ending_before: 'cus_0' }, 'ending_before', 'No such customer: cus_0'],
    [{ created: 'yesterday' }, 'created', expect.stringMatching(/^Invalid created/)],
    [{ created: { after: 1 } }, 'created[after]', 'Received unknown parameter: created[after]'],
    [{ offset: 1 }, 'offset', 'Received unknown parameter: offset'],
  ])('refuse %j', async (query, param, message) => {
    expect(await refusal(sandbox.open().call('GET', '/v1/customers', query))).toEqual({
      status: 400,
      type: 'invalid_request_error',
      param,
      message,
    });
  });

  test('refuse two cursors at once', async () => {
    const account = sandbox.open();
    const [id] = await customers(account, 1);
    expect(
      await refusal(account.call('GET', '/v1/customers', { starting_after: id, ending_before: id })),
    ).toMatchObject({ status: 400 });
  });

  test('are cut down to when their objects were made', async () => {
    const account = sandbox.open();
    const moments: number[] = [];
    for (const wait of [0, 100, 100]) {
      await account.advance(wait);
      moments.push((await account.stripe.customers.create()).created);
    }
    const [, middle] = moments;
    const made = async (created: unknown) =>
      (await account.call('GET', '/v1/customers', { created })).data.map((one: Loose) =>
        moments.indexOf(one.created),
      );
    expect(await made(middle)).toEqual([1]);
    expect(await made({ gt: middle })).toEqual([2]);
    expect(await made({ gte: middle })).toEqual([2, 1]);
    expect(await made({ lt: middle })).toEqual([0]);
    expect(await made({ lte: middle })).toEqual([1, 0]);
    expect(await made({ gte: middle, lte: middle })).toEqual([1]);
    expect(await made({ gt: moments[0], lt: moments[2] })).toEqual([1]);
    const page = await account.call('GET', '/v1/customers', { created: { gte: middle }, limit: 1 });
    expect(page.has_more).toBe(true);
    expect(
      await account.call('GET', '/v1/customers', {
        created: { gte: middle },
        limit: 1,
        starting_after: page.data[0].id,
      }),
    ).toMatchObject({ has_more: false, data: [{ created: middle }] });
  });

  test('embedded in an object hold the ten newest and say how many there are', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create({ amount: 2000, currency: 'usd', source: 'tok_visa' });
    const refunds: string[] = [];
    for (let made = 0; made < 12; made += 1) {
      refunds.unshift((await account.stripe.refunds.create({ charge: id, amount: 50 })).id);
    }
    const charge: Loose = await account.stripe.charges.retrieve(id);
    expect(idsOf(charge.refunds)).toEqual(refunds.slice(0, 10));
    expect(charge.refunds).toMatchObject({
      has_more: true,
      total_count: 12,
      url: `/v1/charges/${id}/refunds`,
    });
    const page = await account.call('GET', '/v1/refunds', { charge: id, starting_after: refunds[9] });
    expect(idsOf(page)).toEqual(refunds.slice(10));
  });
});

describe('expand', () => {
  test('replaces ids by objects, through objects and lists, at most four levels deep', async () => {
    const account = sandbox.open();
    const customer = await account.stripe.customers.create({ source: 'tok_visa' });
    const { id } = await account.stripe.charges.create({
      amount: 500,
      currency: 'usd',
      customer: customer.id,
    });
    const { id: refund } = await account.stripe.refunds.create({ charge: id });
    const charge = await account.call('GET', `/v1/charges/${id}`, {
      expand: [
        'customer.default_source',
        'balance_transaction.source',
        'refunds.data.balance_transaction',
        'invoice',
      ],
    });
    expect(charge).toMatchObject({
      customer: { object: 'customer', default_source: { object: 'card', last4: '4242' } },
      balance_transaction: { object: 'balance_transaction', source: { id, object: 'charge' } },
      refunds: { data: [{ id: refund, balance_transaction: { type: 'refund' } }] },
      invoice: null,
    });
    const page = await account.call('GET', '/v1/charges', { expand: ['data.customer'] });
    expect(page.data[0].customer.id).toBe(customer.id);
    const deep = 'charge.balance_transaction.source.customer';
    expect((await account.call('GET', `/v1/refunds/${refund}`, { expand: [deep] })).charge).toMatchObject({
      balance_transaction: { source: { customer: { id: customer.id } } },
    });
    expect(
      await refusal(account.call('GET', `/v1/refunds/${refund}`, { expand: [`${deep}.default_source`] })),
    ).toMatchObject({ status: 400, message: expect.stringMatching(/^You cannot expand more than 4 levels/) });
    expect(
      await account.call('POST', '/v1/charges', {
        amount: 500,
        currency: 'usd',
        customer: customer.id,
        expand: ['customer'],
      }),
    ).toMatchObject({ customer: { id: customer.id } });
  });

  test.each([
    'amount',
    'metadata',
    'nothing',
    'customer.nothing',
    'data.customer',
    'constructor',
    'source.brand',
    '',
  ])('refuses %j', async (path) => {
    const account = sandbox.open();
    const { id: customer } = await account.stripe.customers.create({ source: 'tok_visa' });
    const { id } = await account.stripe.charges.create({ amount: 500, currency: 'usd', customer });
    const expected = path === '' ? {} : { message: `This property cannot be expanded (${path}).` };
    expect(await refusal(account.call('GET', `/v1/charges/${id}`, { expand: [path] }))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      ...expected,
    });
  });

  test('that is refused takes the change back', async () => {
    const account = sandbox.open();
    expect(await refusal(account.call('POST', '/v1/customers', { expand: ['nothing'] }))).toMatchObject({
      status: 400,
    });
    expect((await account.stripe.customers.list()).data).toEqual([]);
  });
});

describe('lists that an object holds', () => {
  test('are paged by the ids of what is in them, forwards and backwards', async () => {
    const { call } = sandbox.open();
    const { id: customer } = await call('POST', '/v1/customers');
    for (let amount = 1; amount <= 5; amount += 1) {
      await call('POST', '/v1/invoiceitems', { customer, amount, currency: 'usd' });
    }
    const { id } = await call('POST', '/v1/invoices', { customer });
    const page = (parameters: object) => call('GET', `/v1/invoices/${id}/lines`, { limit: 2, ...parameters });
    const all = await call('GET', `/v1/invoices/${id}/lines`);
    const ids = idsOf(all);
    expect(ids).toHaveLength(5);
    expect(all).toMatchObject({ object: 'list', url: `/v1/invoices/${id}/lines`, has_more: false });
    for (const [index, line] of ids.entries()) {
      const next = await page({ starting_after: line });
      expect([idsOf(next), next.has_more]).toEqual([ids.slice(index + 1, index + 3), index < 2]);
      const previous = await page({ ending_before: line });
      expect([idsOf(previous), previous.has_more]).toEqual([
        ids.slice(Math.max(0, index - 2), index),
        index > 2,
      ]);
    }
    for (const cursor of ['starting_after', 'ending_before']) {
      expect(await refusal(page({ [cursor]: 'ii_none' }))).toMatchObject({ param: cursor });
    }
    expect(await refusal(page({ starting_after: ids[0], ending_before: ids[1] }))).toMatchObject({
      status: 400,
    });
  });
});

describe('a moment', () => {
  test.each<[number | TimeRange | undefined, boolean]>([
    [undefined, true],
    [5, true],
    [4, false],
    [6, false],
    [{ gt: 4 }, true],
    [{ gt: 5 }, false],
    [{ gte: 5 }, true],
    [{ gte: 6 }, false],
    [{ lt: 6 }, true],
    [{ lt: 5 }, false],
    [{ lte: 5 }, true],
    [{ lte: 4 }, false],
    [{ gte: 5, lt: 6 }, true],
    [{ gte: 5, lt: 5 }, false],
    [{ gt: 5, lte: 9 }, false],
  ])('of 5 is within %j: %s', (asked, expected) => {
    expect(isWithin(5, asked)).toBe(expected);
  });
});
