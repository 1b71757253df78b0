/** Every endpoint is called with the example that the document has for it, by the key of the demo account. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import { readCatalogue } from '#lib/endpoint/catalogue.ts';
import { cardId } from '#lib/surfaces/card/values.ts';
import { apiAt } from '../../helpers/api.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../../helpers/cards.ts';
import { documentText } from '../../helpers/documents.ts';
import { DEMO_CREDENTIALS, type Exchange, exchangesIn } from '../../helpers/examples.ts';
import { testSandbox } from '../../helpers/sandbox.ts';
import { WAYS } from '../../helpers/ways.ts';
import { testApi } from '../surfaces/rest/server.ts';

const sandbox = testSandbox();
const api = testApi();

const description = JSON.parse(await documentText('functions/openapi.json'));
const documents = (await readCatalogue()).filter(({ endpoint }) => endpoint.document !== undefined);
const all = exchangesIn(description, { ...DEMO_CREDENTIALS, cardToken: await ownerHeaders() });
const exchanges = all.filter(({ path }) => !path.startsWith('/card/'));
const cards = all.filter(({ path }) => path.startsWith('/card/'));

test('there is an example for every endpoint but the webhook', () => {
  const there = Object.values<object>(description.paths).flatMap(Object.keys);
  expect(all).toHaveLength(there.length - 1);
  expect(all.length).toBeGreaterThan(190);
  expect(all.filter(({ path }) => path.includes('{'))).toEqual([]);
});

describe.each(WAYS)('paid by %s', (way) => {
  beforeEach(async () => {
    process.env['CARD_PAYMENTS'] = way;
    const demo = apiAt(sandbox.url, 'sk_test_demo');
    await demo.post('/_sandbox/reset');
    await demo.post('/_sandbox/policies', { card_tokens: way === 'charges' });
  });

  // A trigger takes one call in two minutes, and makes it the same way in both.
  const meant = exchanges.filter(({ id }) => way === WAYS[0] || !id.startsWith('connectorOn'));

  test.each(meant.map((exchange): [string, Exchange] => [`${exchange.method} ${exchange.path}`, exchange]))(
    '%s',
    async (_, { method, path, headers, body }) => {
      const reply = await successOf({ method, path, headers, body });
      if (path.startsWith('/api/')) {
        expect(reply).toMatchObject({ callback: 'success' });
      }
    },
  );
});

describe('cards', () => {
  let dynamo: LocalDynamoDb;
  beforeAll(async () => {
    process.env['CARD_PAYMENTS'] = 'payment_intents';
    dynamo = await startDynamoDb(TABLE);
    Object.assign(process.env, cardEnvironment(dynamo.url, sandbox.url));
  });
  afterAll(() => dynamo.close());

  /** Adds the card of the example of `create`. Stripe's test tokens stand for cards of next year, whichever year is in it. */
  async function create(): Promise<{ id: string }> {
    const example = cards.find(({ id }) => id === 'cardCreate')!;
    const { number: _, month: exp_month, year: exp_year } = example.body as Record<string, string>;
    const token = await apiAt(sandbox.url, 'sk_test_cards').post('/v1/tokens', {
      card: { number: '4242424242424242', exp_month, exp_year },
    });
    return successOf({ ...example, body: { ...(example.body as object), stripeToken: token.id } });
  }

  test.each(cards.map((exchange): [string, Exchange] => [exchange.path, exchange]))(
    'POST %s',
    async (path, exchange) => {
      const { id } = await create();
      if (path !== '/card/create') {
        // Ids of cards are made by the service, so the one of the examples stands for that of this card.
        const body = JSON.parse(JSON.stringify(exchange.body).replace(String(cardId.example), id));
        await successOf({ ...exchange, body });
      }
    },
  );

  test('POST /webhooks/stripe takes an event of the sandbox', async () => {
    const [event] = (await apiAt(sandbox.url, 'sk_test_demo').get('/v1/events', { limit: 1 })).data;
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    await successOf({
      method: 'POST',
      path: '/webhooks/stripe',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: event,
    });
  });
});

test.each(documents.map(({ path }) => path))('GET %s', async (path) => {
  const { ok, headers } = await fetch(api.url + path);
  expect([ok, headers.get('content-type')]).toEqual([true, expect.any(String)]);
});

/** Sends a request and gives the reply, which must be one of success. */
// biome-ignore lint/suspicious/noExplicitAny: a reply is looked into by name.
async function successOf({ method, path, headers, body }: Omit<Exchange, 'id'>): Promise<any> {
  const reply = await fetch(api.url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  expect({ status: reply.status, text }).toEqual({ status: reply.ok ? reply.status : 'success', text });
  return text === '' ? undefined : JSON.parse(text);
}

async function ownerHeaders(): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await tokenOf({ account: 'a1', role: 'owner' })}` };
}
