// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how attributes are written.
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { StoredCard } from '#lib/surfaces/card/records.ts';
import { keys } from '#lib/surfaces/card/table.ts';
import type { Received } from '../../../helpers/call.ts';
import { TABLE } from '../../../helpers/cards.ts';
import { type Claims, callAs, dynamoClient, newAccount, setupCardService } from './helpers.ts';

const bench = setupCardService();

const accounts = [newAccount(), newAccount(), newAccount()];
const admin: Claims = { account: accounts[0]!, role: 'admin' };
const adminOfAll: Claims = { ...admin, accounts: 'all' };

/** Cards of the three accounts in turn, one a second. */
const cards: StoredCard[] = [];

beforeAll(async () => {
  for (let made = 0; made < 60; made += 1) {
    const id = ulid(1_700_000_000_000 + made * 1_000);
    const card: StoredCard = {
      accountId: accounts[made % 3]!,
      id,
      name: made % 2 === 0 ? `Even ${made}` : `Odd ${made}`,
      number: String(4000 + made),
      month: String((made % 12) + 1),
      year: '2030',
      submitted: new Date(1_700_000_000_000 + made * 1_000).toISOString(),
      error: '',
      failures: made % 5,
      stripeCardId: `card_${made}`,
      stripeCustomerId: `cus_${made % 3}`,
      failed: {},
      succeeded: 0,
      version: 1,
    };
    cards.push(card);
    await bench.service.store.createCard(card);
  }
  const [{ accountId, id, stripeCardId }] = cards as [StoredCard];
  await bench.service.store.writeAccount(
    {
      accountId,
      version: 1,
      customerKey: 'key',
      revision: 1,
      mirrored: 1,
      current: { id, stripeCardId },
    },
    0,
  );
});

const idsOf = ({ body }: Received): string[] => body.data.map(({ id }: { id: string }) => id);
const ofAccount = (account: string) => cards.filter(({ accountId }) => accountId === account);

/** Keeps many cards, fewer requests than one by one. */
async function keepCards(made: readonly StoredCard[]): Promise<void> {
  const client = dynamoClient(bench.dynamo);
  // DynamoDB takes 25 records at once.
  for (let start = 0; start < made.length; start += 25) {
    const requests = made.slice(start, start + 25).map((card) => ({
      PutRequest: {
        Item: marshall({ ...keys.card(card.accountId, card.id), ...keys.cardOfAll(card.id), ...card }),
      },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }));
  }
  client.destroy();
}

/** Follows `next` to the end, then `prev` to the beginning. */
async function walk(claims: Claims, query: object): Promise<{ forth: string[][]; back: string[][] }> {
  const forth: string[][] = [];
  const back: string[][] = [];
  let page = await callAs(claims, 'find', query);
  expect(page.body.prev).toBeUndefined();
  for (;;) {
    forth.push(idsOf(page));
    if (page.body.next === undefined) {
      break;
    }
    page = await callAs(claims, 'find', { ...query, next: page.body.next });
    expect(page.body.prev).toBeDefined();
  }
  while (page.body.prev !== undefined) {
    page = await callAs(claims, 'find', { ...query, prev: page.body.prev });
    back.push(idsOf(page));
    expect(page.body.next).toBeDefined();
  }
  return { forth, back };
}

describe('a walk sees every card once, forth and back', () => {
  test.each([1, 3, 7, 19, 20, 21, 1000])('of an account, %d a page', async (limit) => {
    const expected = ofAccount(accounts[0]!).map(({ id }) => id);
    const { forth, back } = await walk(admin, { limit });
    expect(forth.flat()).toEqual(expected);
    expect(forth).toHaveLength(Math.ceil(20 / limit));
    expect(back.reverse().flat()).toEqual(expected.slice(0, expected.length - forth.at(-1)!.length));
  });

  test.each([1, 7, 59, 60, 61])('of all accounts, %d a page', async (limit) => {
    const { forth, back } = await walk(adminOfAll, { limit });
    expect(forth.flat()).toEqual(cards.map(({ id }) => id));
    expect(back.reverse().flat()).toEqual(cards.slice(0, 60 - forth.at(-1)!.length).map(({ id }) => id));
  });

  test.each([1, 4, 11, 12, 13])('where only some match, %d a page', async (limit) => {
    const where = '${failures} = {4}';
    const expected = cards.filter(({ failures }) => failures === 4).map(({ id }) => id);
    const { forth, back } = await walk(adminOfAll, { limit, where });
    expect(forth.flat()).toEqual(expected);
    expect(forth.every((page) => page.length > 0)).toBe(true);
    expect(back.reverse().flat()).toEqual(expected.slice(0, expected.length - forth.at(-1)!.length));
  });

  test('while cards come and go', async () => {
    const account = newAccount();
    const claims: Claims = { account, role: 'admin' };
    const make = async (at: number) => {
      const id = ulid(at);
      const card = {
        ...cards[0]!,
        accountId: account,
        id,
        name: 'Passing',
        submitted: '2030-01-01T00:00:00.000Z',
      };
      await bench.service.store.createCard(card);
      return card.id;
    };
    const ids = [];
    for (let at = 1; at <= 6; at += 1) {
      ids.push(await make(at * 1000));
    }
    const first = await callAs(claims, 'find', { limit: 2 });
    await bench.service.store.deleteCard(account, ids[1]!);
    await bench.service.store.deleteCard(account, ids[2]!);
    ids.push(await make(7000));
    const second = await callAs(claims, 'find', { limit: 3, next: first.body.next });
    expect(idsOf(second)).toEqual([ids[3], ids[4], ids[5]]);
    expect(idsOf(await callAs(claims, 'find', { limit: 3, next: second.body.next }))).toEqual([ids[6]]);
    const back = await callAs(claims, 'find', { limit: 3, prev: second.body.prev });
    expect(idsOf(back)).toEqual([ids[0]]);
    expect(back.body.prev).toBeUndefined();
    await bench.service.store.deleteCard(account, ids[0]!);
    const empty = await callAs(claims, 'find', { limit: 3, prev: second.body.prev });
    expect(idsOf(empty)).toEqual([]);
    expect(idsOf(await callAs(claims, 'find', { limit: 3, next: empty.body.next }))).toEqual([
      ids[3],
      ids[4],
      ids[5],
    ]);
  });
});

describe('the options', () => {
  test('stand in the query or in the body', async () => {
    const inBody = await callAs(admin, 'find', { limit: 2, filter: 'even' });
    const inQuery = await callAs(admin, 'find', {}, { query: { limit: '2', filter: 'even' } });
    expect(idsOf(inBody)).toHaveLength(2);
    expect(inQuery.body.data).toEqual(inBody.body.data);
    const next = await callAs(
      admin,
      'find',
      { next: inQuery.body.next },
      { query: { limit: '2', filter: 'even' } },
    );
    expect(next.status).toBe(200);
  });

  test('hidden shows the ids at Stripe, and nothing else does', async () => {
    const [shown] = (await callAs(admin, 'find', { limit: 1 })).body.data;
    expect(Object.keys(shown)).toEqual([
      'accountId',
      'current',
      'error',
      'failures',
      'id',
      'name',
      'number',
      'month',
      'submitted',
      'year',
    ]);
    const [hidden] = (await callAs(admin, 'find', { limit: 1, hidden: true })).body.data;
    expect(hidden).toEqual({ ...shown, stripeCardId: 'card_0', stripeCustomerId: 'cus_0' });
  });

  test.each([
    ['EVEN', 30],
    ['Odd 1', 6],
    ['4007', 1],
    ['xyzzy', 0],
    ['%', 0],
  ])('filter %s finds %d cards', async (filter, found) => {
    expect(idsOf(await callAs(adminOfAll, 'find', { filter, limit: 100 }))).toHaveLength(found);
  });

  test('filter finds by id and by account', async () => {
    expect(idsOf(await callAs(adminOfAll, 'find', { filter: cards[4]!.id.toLowerCase() }))).toEqual([
      cards[4]!.id,
    ]);
    expect(idsOf(await callAs(adminOfAll, 'find', { filter: accounts[1]!.toUpperCase() }))).toHaveLength(20);
  });

  test.each([
    ['${current} = {true}', 1],
    ['${current} = {false} and ${failures} > {3}', 12],
    [`\${accountId} = {${accounts[2]}}`, 20],
    ['begins_with(${name}, {Even}) and ${month} < {3}', 5],
    ['${submitted} < {2023-11-14T22:13:25Z}', 5],
  ])('where %s finds %d cards', async (where, found) => {
    expect(idsOf(await callAs(adminOfAll, 'find', { where, limit: 100 }))).toHaveLength(found);
  });

  test.each(['', '  '])('a blank where (%j) counts as not given', async (where) => {
    const before = bench.logged.length;
    const reply = await callAs(adminOfAll, 'find', { where, limit: 7, log: true });
    expect(reply.body.data).toHaveLength(7);
    expect(JSON.parse(bench.logged[before]!).query).toEqual({ limit: 7 });
    const next = await callAs(adminOfAll, 'find', { limit: 7, next: reply.body.next });
    expect(next.body.data).toHaveLength(7);
  });

  test('log tells of the query, and of none of its values', async () => {
    const before = bench.logged.length;
    await callAs(admin, 'find', { log: true, where: '${name} = {Jenny Rosen}', filter: 'jenny', limit: 5 });
    const record = JSON.parse(bench.logged[before]!);
    expect(record).toMatchObject({ endpoint: 'POST /card/find', status: 200 });
    expect(record.query).toEqual({ filter: '…', limit: 5, where: '${name} = {…}' });
    await callAs(admin, 'find', { where: '${name} = {Jenny Rosen}' });
    expect(JSON.parse(bench.logged[before + 1]!).query).toBeUndefined();
  });

  test.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 1001 }, 'limit'],
    [{ index: 'gs2' }, 'index'],
    [{ where: '${pk} = {x}' }, 'where'],
    [{ where: '${name} = {x} or 1 = 1' }, 'where'],
    [{ where: ['${name} = {x}'] }, 'where'],
    [{ filter: { name: 'x' } }, 'filter'],
    [{ next: 'abc' }, 'next'],
    [{ next: { pk: 'account#a2' } }, 'next'],
    [{ prev: 'abc' }, 'prev'],
    [{ next: 'abc', prev: 'abc' }, 'prev'],
    [{ hidden: 'perhaps' }, 'hidden'],
  ])('%j is refused', async (query, param) => {
    const { status, body } = await callAs(admin, 'find', query);
    expect([status, body.error.param]).toEqual([400, param]);
  });
});

describe('a cursor', () => {
  test('is good for the same caller and the same query only', async () => {
    const query = { limit: 5, where: '${failures} >= {0}' };
    const { next } = (await callAs(adminOfAll, 'find', query)).body;
    const with_ = (claims: Claims, more: object) => callAs(claims, 'find', { ...query, next, ...more });
    expect((await with_(adminOfAll, {})).status).toBe(200);
    expect((await with_(adminOfAll, { limit: 7, hidden: true })).status).toBe(200);
    for (const [claims, more] of [
      [admin, {}],
      [{ ...adminOfAll, account: accounts[1]! }, {}],
      [{ account: adminOfAll.account, role: 'owner' }, {}],
      [adminOfAll, { where: '${failures} >= {1}' }],
      [adminOfAll, { filter: 'x' }],
      [adminOfAll, { index: 'primary' }],
      [adminOfAll, { next: undefined, prev: next }],
      [adminOfAll, { next: `${next}A` }],
    ] as [Claims, object][]) {
      expect((await with_(claims, more)).status).toBe(400);
    }
  });
});

test('a query of which nothing matches ends, a page at a time', async () => {
  const account = newAccount();
  const claims: Claims = { account, role: 'admin' };
  await keepCards(
    Array.from({ length: 1_100 }, (_, made) => ({ ...cards[0]!, accountId: account, id: ulid(made) })),
  );
  const { forth, back } = await walk(claims, { filter: 'matches nothing', limit: 10 });
  expect(forth).toEqual([[], []]);
  expect(back.flat()).toEqual([]);
});

describe('get', () => {
  test('gives a card', async () => {
    const { status, body } = await callAs(admin, 'get', { id: cards[0]!.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: cards[0]!.id, current: true, name: 'Even 0' });
    expect(body.stripeCardId).toBeUndefined();
  });

  test.each(['nope', '../x', 'account#', '~', '${id}', 'x'.repeat(255)])(
    'knows no card %.20s',
    async (id) => {
      expect((await callAs(adminOfAll, 'get', { id })).status).toBe(404);
      expect((await callAs(admin, 'get', { id })).status).toBe(404);
    },
  );
});
