/** How blocks list: by pages, to the end, and where a list is cut. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { json, type Seen, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { ask, type Block, parametersOf, readBlocks } from './blocks.ts';

let upstream: Upstream;
let blocks: Map<string, Block>;
/** How many objects there are, how large they are, and how long a page takes. */
let stock: { count: number; bytes: number; time: number };

/** Lists objects as Stripe does: after a cursor, at most as many as asked for. */
function page(seen: Seen): object {
  const { limit = '10', starting_after } = parametersOf(seen);
  const first = starting_after === undefined ? 0 : Number(starting_after.slice(3)) + 1;
  const length = Math.max(0, Math.min(Number(limit), stock.count - first));
  const data = Array.from({ length }, (_, index) => ({
    id: `ob_${first + index}`,
    text: 'x'.repeat(stock.bytes),
  }));
  return { object: 'list', url: seen.url.split('?')[0], has_more: first + length < stock.count, data };
}

beforeAll(async () => {
  upstream = await startUpstream(async (response, seen) => {
    await sleep(stock.time);
    json(response, 200, page(seen));
  });
  process.env['STRIPE_API_BASE'] = upstream.url;
  blocks = await readBlocks();
});
afterAll(() => upstream.close());
beforeEach(() => {
  stock = { count: 250, bytes: 1, time: 0 };
  upstream.seen.length = 0;
});
afterEach(() => {
  delete process.env['BLOCK_LIST_LIMIT'];
  delete process.env['CALL_BUDGET'];
});

const customers = (args: object) => ask(blocks.get('getCustomerList')!, args);
const requests = () => upstream.seen.map(parametersOf);
const listed = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => `ob_${first + index}`);
const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);

test('every list can be paged through', () => {
  const lists = [...blocks.values()].filter(({ endpoint }) => endpoint.operation.list);
  expect(lists).toHaveLength(25);
  for (const { endpoint } of lists) {
    expect(endpoint.arguments.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['limit', 'startingAfter', 'endingBefore', 'all']),
    );
  }
});

describe('without all', () => {
  test('a list is one page, as Stripe gives it', async () => {
    const { to } = await customers({});
    expect(to).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
    expect(to).not.toHaveProperty('cut');
    expect(idsOf(to)).toEqual(listed(10));
  });

  test.each([
    [
      { limit: '3', startingAfter: 'ob_5' },
      { limit: '3', starting_after: 'ob_5' },
    ],
    [
      { limit: 3, endingBefore: 'ob_5', all: false },
      { limit: '3', ending_before: 'ob_5' },
    ],
    [{ all: 'false' }, {}],
  ])('%j is the page that is asked for', async (args, parameters) => {
    expect((await customers(args)).callback).toBe('success');
    expect(requests()).toEqual([parameters]);
  });
});

describe('with all', () => {
  test('a list comes whole', async () => {
    const { to } = await customers({ all: 'true' });
    expect(to).toMatchObject({ object: 'list', has_more: false, url: '/v1/customers' });
    expect(to).not.toHaveProperty('cut');
    expect(idsOf(to)).toEqual(listed(250));
    expect(requests()).toEqual([
      { limit: '100' },
      { limit: '100', starting_after: 'ob_99' },
      { limit: '100', starting_after: 'ob_199' },
    ]);
  });

  test('from a cursor on, with filters, in pages of the size that is asked for', async () => {
    const { to } = await ask(blocks.get('getChargesList')!, {
      all: true,
      startingAfter: 'ob_199',
      limit: 40,
      customer: 'cus_1',
      created: { gte: '2016-07-06' },
    });
    expect(idsOf(to)).toEqual(listed(50, 200));
    const filter = { customer: 'cus_1', 'created[gte]': '1467763200', limit: '40' };
    expect(requests()).toEqual([
      { ...filter, starting_after: 'ob_199' },
      { ...filter, starting_after: 'ob_239' },
    ]);
  });

  test('an empty list is an empty list', async () => {
    stock.count = 0;
    expect((await customers({ all: true })).to).toMatchObject({ data: [], has_more: false });
    expect(upstream.seen).toHaveLength(1);
  });

  test('a page that ends the list exactly is the last one', async () => {
    stock.count = 200;
    expect(idsOf((await customers({ all: true })).to)).toHaveLength(200);
    expect(upstream.seen).toHaveLength(2);
  });

  test('a list is cut after as many objects as are configured, and says so', async () => {
    process.env['BLOCK_LIST_LIMIT'] = '120';
    const { to } = await customers({ all: true });
    expect(idsOf(to)).toEqual(listed(120));
    expect(to).toMatchObject({
      has_more: true,
      cut: expect.stringMatching(/at most 120 objects.*first 120 objects.*ob_119/),
    });
    expect(requests().map(({ limit }) => limit)).toEqual(['100', '20']);
  });

  test('a list that has no more than are configured is not cut', async () => {
    process.env['BLOCK_LIST_LIMIT'] = '250';
    expect((await customers({ all: true })).to).not.toHaveProperty('cut');
  });

  test('a list is cut where the reply would be too large, and says so', async () => {
    stock.bytes = 20_000;
    const { to, received } = await customers({ all: true });
    expect(to).toMatchObject({ has_more: true, cut: expect.stringContaining('The reply is full') });
    expect(idsOf(to)).toEqual(listed(200));
    expect(JSON.stringify(JSON.stringify(received.body)).length).toBeLessThan(6 * 1024 * 1024);
  });

  test('a list is cut where the time would not be enough, and says so', async () => {
    Object.assign(stock, { count: 10_000, time: 100 });
    process.env['CALL_BUDGET'] = '1000';
    const { callback, to } = await customers({ all: true });
    expect({ callback, has_more: to.has_more }).toEqual({ callback: 'success', has_more: true });
    expect(to.cut).toContain('time');
    expect(to.data.length).toBeGreaterThanOrEqual(100);
    // Each page takes a tenth of the time at least.
    expect(upstream.seen.length).toBeLessThanOrEqual(10);
  });

  test('an object before which the list should end is refused', async () => {
    const { to } = await customers({ all: true, endingBefore: 'ob_5' });
    expect(to).toMatchObject({ status_code: 'INVALID_FIELDS', fields: [{ name: 'endingBefore' }] });
    expect(upstream.seen).toHaveLength(0);
  });

  test('the cards of a customer come whole as well', async () => {
    const { to } = await ask(blocks.get('getCardList')!, { customerId: 'cus_1', all: true });
    expect(idsOf(to)).toHaveLength(250);
    expect(upstream.seen[1]!.url).toMatch(/^\/v1\/customers\/cus_1\/sources\?/);
    expect(requests()[1]).toEqual({ object: 'card', limit: '100', starting_after: 'ob_99' });
  });
});
