/** The card service: whether a page of many cards costs more than one of few. */
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import { CARD_TIMEOUT } from '#lib/surfaces/card/config.ts';
import { makeId } from '#lib/surfaces/card/records.ts';
import { storeIn } from '#lib/surfaces/card/store.ts';
import { keys, openTable } from '#lib/surfaces/card/table.ts';
import { type Progress, type Row, sampleOf } from '../measure.ts';

const FEW = 1_000;
const TABLES = ['cards-few', 'cards-many'] as const;

/** DynamoDB writes at most this many records at once. */
const BATCH = 25;

const PAGES = { rounds: 10, each: 10 };

/** Measures pages of all cards, out of few and out of `many`, in the embedded DynamoDB. */
export async function measureCards(many: number, progress: Progress): Promise<Row[]> {
  const servers = await Promise.all(TABLES.map((table) => startDynamoDb(table)));
  try {
    const started = performance.now();
    for (const [index, count] of [FEW, many].entries()) {
      await fill(servers[index]!.url, TABLES[index]!, count, progress);
    }
    const each = (performance.now() - started) / (FEW + many);
    const stores = servers.map(({ url }, index) => storeIn(openTable(TABLES[index]!, url, CARD_TIMEOUT)));
    const times = [[], []] as [number[], number[]];
    for (let round = 0; round <= PAGES.rounds; round += 1) {
      progress(`cards, pages, ${round} of ${PAGES.rounds}`);
      for (const [index, store] of stores.entries()) {
        for (let page = 0; page < PAGES.each; page += 1) {
          const before = performance.now();
          await store.page({ accountId: undefined, limit: 100 });
          // The first round only makes the code as fast as it gets.
          if (round > 0) {
            times[index]!.push(performance.now() - before);
          }
        }
      }
    }
    return rowsOf(times.map(sampleOf), many, each);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

function rowsOf(samples: readonly Row['value'][], many: number, each: number): Row[] {
  const [ofFew, ofMany] = samples as [Row['value'], Row['value']];
  const row = (count: number, value: Row['value']): Row => ({
    part: 'Cards, in the embedded DynamoDB',
    name: `a page of 100 out of ${count.toLocaleString('en')}`,
    unit: 'ms',
    value,
  });
  const million = Math.ceil((each * 1_000_000) / 60_000);
  return [
    row(FEW, ofFew),
    {
      ...row(many, ofMany),
      ratio: { to: 'few', value: ofMany.median / ofFew.median },
      ...(many < 1_000_000 && {
        note: `it takes ${each.toFixed(2)} ms to put in a card, so a million (--cards=1000000) some ${million} minutes`,
      }),
    },
  ];
}

async function fill(endpoint: string, table: string, count: number, progress: Progress): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  let made = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (made < count) {
        const items = Array.from({ length: Math.min(BATCH, count - made) }, () => {
          made += 1;
          return { PutRequest: { Item: itemOf(made) } };
        });
        progress(`cards, filling, ${made} of ${count}`);
        await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: items } }));
      }
    }),
  );
  client.destroy();
}

/** A card as it is stored. */
function itemOf(number: number) {
  const [accountId, id] = [`a${number % 100}`, makeId()];
  const texts = {
    ...keys.card(accountId, id),
    ...keys.cardOfAll(id),
    _type: 'Card',
    accountId,
    id,
    name: 'Business',
    number: '4242',
    month: '12',
    year: '2030',
    submitted: new Date().toISOString(),
    error: '',
    stripeCardId: `card_${number}`,
    stripeCustomerId: 'cus_8oCNXq2eZvKYlo',
  };
  const numbers = { failures: 0, succeeded: 0, version: 1 };
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { S: value }])),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { N: `${value}` }])),
    failed: { M: {} },
  };
}
