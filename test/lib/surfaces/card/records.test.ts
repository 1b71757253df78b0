/** The records in the table: earlier ones stay readable, and new ones are written in the same format. */
import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { makeId, submittedAt } from '#lib/surfaces/card/records.ts';
import { TABLE } from '../../../helpers/cards.ts';
import { callAs, dynamoClient, owner, setupCardService } from './helpers.ts';

const bench = setupCardService();

type Row = Record<string, AttributeValue>;

const ID = '01M81QDDR49W5GCDSZCF1FS8SQ';

/** An account as it was written when OneTable wrote it, with attributes that have gone since. */
const ACCOUNT: Row = {
  pk: { S: 'account#a1' },
  sk: { S: 'account#' },
  _type: { S: 'Account' },
  accountId: { S: 'a1' },
  version: { N: '1780000000000' },
  customerKey: { S: '01M81QDDR49W5GCDSZCF1FS8SP' },
  stripeCustomerId: { S: 'cus_1' },
  used: { BOOL: true },
  removing: { L: [{ S: '01M81QDDR49W5GCDSZCF1FS8S0' }] },
  current: { M: { id: { S: ID }, stripeCardId: { S: 'card_1' } } },
  revision: { N: '2' },
  mirrored: { N: '2' },
};

const CARD: Row = {
  pk: { S: 'account#a1' },
  sk: { S: `card#${ID}` },
  gs1pk: { S: 'card#' },
  gs1sk: { S: `card#${ID}` },
  _type: { S: 'Card' },
  accountId: { S: 'a1' },
  id: { S: ID },
  name: { S: 'Business' },
  number: { S: '4242' },
  month: { S: '12' },
  year: { S: '2030' },
  submitted: { S: '2026-11-22T13:34:01.476Z' },
  error: { S: '' },
  failures: { N: '1' },
  stripeCardId: { S: 'card_1' },
  stripeCustomerId: { S: 'cus_1' },
  failed: { M: { evt_1: { N: '1780000000' } } },
  succeeded: { N: '0' },
  version: { N: '1' },
};

const OTHERS: Row[] = [
  {
    pk: { S: 'customer#cus_1' },
    sk: { S: 'customer#' },
    _type: { S: 'Customer' },
    stripeCustomerId: { S: 'cus_1' },
    accountId: { S: 'a1' },
  },
  {
    pk: { S: 'account#a1' },
    sk: { S: 'attempt#digest' },
    _type: { S: 'Attempt' },
    id: { S: '01M81QDDR49W5GCDSZCF1FS8SR' },
    expires: { N: '1996437794' },
  },
  {
    pk: { S: 'deletion#card_9' },
    sk: { S: 'deletion#' },
    _type: { S: 'Deletion' },
    stripeCardId: { S: 'card_9' },
    expires: { N: '1995919394' },
  },
  {
    pk: { S: 'event#evt_9' },
    sk: { S: 'event#' },
    _type: { S: 'Event' },
    id: { S: 'evt_9' },
    expires: { N: '1995919394' },
  },
];

test('what OneTable wrote is read, and written back as it was', async () => {
  const client = dynamoClient(bench.dynamo);
  for (const Item of [ACCOUNT, CARD, ...OTHERS]) {
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
  }
  const stored = async ({ pk, sk }: Row) =>
    (await client.send(new GetItemCommand({ TableName: TABLE, Key: { pk: pk!, sk: sk! } }))).Item;
  const { store } = bench.service;

  const account = (await store.account('a1'))!;
  expect(account).toMatchObject({ stripeCustomerId: 'cus_1', current: { id: ID }, revision: 2 });
  expect(await store.accounts(['a1', 'a2'])).toEqual([account]);
  expect(await store.writeAccount({ ...account, version: account.version + 1 }, account.version)).toBe(true);
  expect(await store.writeAccount(account, account.version)).toBe(false);
  expect(await stored(ACCOUNT)).toEqual({ ...ACCOUNT, version: { N: '1780000000001' } });

  const card = (await store.card('a1', ID))!;
  expect(card.failed).toEqual({ evt_1: 1_780_000_000 });
  expect((await callAs(owner('a1'), 'get', { id: ID })).body).toMatchObject({ current: true, failures: 1 });
  expect(await store.accountOfCard(ID)).toBe('a1');
  expect(await store.accountOfCard(ID.slice(0, -1))).toBeUndefined();
  expect(await store.writeCard({ ...card, version: 2 })).toBe(true);
  expect(await store.writeCard({ ...card, version: 2 })).toBe(false);
  expect(await stored(CARD)).toEqual({ ...CARD, version: { N: '2' } });

  expect(await store.accountOfCustomer('cus_1')).toBe('a1');
  expect(await store.claimAttempt('a1', 'digest', 'another')).toEqual({
    id: '01M81QDDR49W5GCDSZCF1FS8SR',
    isNew: false,
  });
  expect([await store.isDeleted('card_9'), await store.hasEvent('evt_9')]).toEqual([true, true]);
  expect(await store.hasEvent('evt_8')).toBe(false);

  await store.keepCustomer('cus_2', 'a1');
  expect(await stored({ pk: { S: 'customer#cus_2' }, sk: { S: 'customer#' } })).toEqual({
    ...OTHERS[0],
    pk: { S: 'customer#cus_2' },
    stripeCustomerId: { S: 'cus_2' },
  });
  client.destroy();
});

test('a batch of accounts may have more than DynamoDB reads at once', async () => {
  const { store } = bench.service;
  const ids = Array.from({ length: 130 }, (_, index) => `many-${index}`);
  for (const accountId of ids) {
    await store.writeAccount({ accountId, version: 1, customerKey: makeId(), revision: 0, mirrored: 0 }, 0);
  }
  expect((await store.accounts(ids)).map(({ accountId }) => accountId).sort()).toEqual([...ids].sort());
});

test('ids sort in the order in which they were made, those of one millisecond too', () => {
  const ids = Array.from({ length: 2_000 }, makeId);
  expect(new Set(ids.map(submittedAt)).size).toBeLessThan(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(submittedAt('01M81QDDR49W5GCDSZCF1FS8SP')).toBe('2026-11-22T13:34:01.476Z');
});
