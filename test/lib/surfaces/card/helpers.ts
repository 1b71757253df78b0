/** The card service for tests: a sandbox, a DynamoDB, tokens of callers, and calls with them. */
import './logging.ts';

import { randomUUID } from 'node:crypto';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { readCardConfig } from '#lib/surfaces/card/config.ts';
import { type CardService, makeService } from '#lib/surfaces/card/service.ts';
import type { RunningSandbox } from '#sandbox/server/server.ts';
import { handler as create } from '../../../../functions/card/create.ts';
import { handler as find } from '../../../../functions/card/find.ts';
import { handler as get } from '../../../../functions/card/get.ts';
import { handler as getStripe } from '../../../../functions/card/getStripe.ts';
import { handler as remove } from '../../../../functions/card/remove.ts';
import { handler as updateCurrent } from '../../../../functions/card/updateCurrent.ts';
import { apiAt } from '../../../helpers/api.ts';
import { call, type Received, type Sent } from '../../../helpers/call.ts';
import { type Claims, cardEnvironment, JWT_SECRET, TABLE, tokenOf } from '../../../helpers/cards.ts';
import { startSandbox } from '../../../helpers/noted-sandbox.ts';
import { cardsAtStripe, sandboxOfWay } from '../../../helpers/ways.ts';

export { type Claims, JWT_SECRET, tokenOf, WEBHOOK_SECRET } from '../../../helpers/cards.ts';

/** The endpoints of the card service, by their public names. */
export const endpoints = { create, find, get, remove, updateCurrent, getStripe };

/** The environment's card service. */
export interface Bench {
  readonly sandbox: RunningSandbox;
  readonly dynamo: LocalDynamoDb;
  /** The key of the sandbox's account. */
  readonly stripeKey: string;
  /** What was logged so far. */
  readonly logged: readonly string[];
  /** The same service that the endpoints use, for looking inside. */
  readonly service: CardService;
}

/**
 * Starts what the card service needs, before the tests of a file. After them, nothing secret may be found in what
 * was kept or logged.
 */
export function setupCardService(): Bench {
  const stripeKey = `sk_test_${randomUUID().replaceAll('-', '')}`;
  let sandbox: RunningSandbox;
  let dynamo: LocalDynamoDb;
  let service: CardService;
  const logged: string[] = [];
  beforeAll(async () => {
    jest.spyOn(console, 'log').mockImplementation((line) => {
      logged.push(String(line));
    });
    [sandbox, dynamo] = await Promise.all([
      startSandbox({ port: 0, ...sandboxOfWay() }),
      startDynamoDb(TABLE),
    ]);
    Object.assign(process.env, {
      ...cardEnvironment(dynamo.url, sandbox.url, stripeKey),
      // Hundreds of calls at once share one process here with all that they call.
      CALL_BUDGET: '120000',
      CARD_TIMEOUT: '60000',
      STRIPE_TIMEOUT: '60000',
    });
    service = await makeService(await readCardConfig(process.env, async () => []));
  });
  afterAll(async () => {
    const rows = await rowsOf(dynamo);
    await Promise.all([sandbox.close(), dynamo.close()]);
    expect(secretsIn([...logged, ...rows].join('\n'))).toEqual([]);
  });
  return {
    stripeKey,
    logged,
    get sandbox() {
      return sandbox;
    },
    get dynamo() {
      return dynamo;
    },
    get service() {
      return service;
    },
  };
}

/** AWS's own client of a local DynamoDB, which knows nothing of how this project calls it. */
export function dynamoClient({ url }: LocalDynamoDb): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials });
}

/** All that a table holds, a line for each record. */
export async function rowsOf(dynamo: LocalDynamoDb): Promise<string[]> {
  const client = dynamoClient(dynamo);
  const lines: string[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: TABLE, ExclusiveStartKey: from }));
    lines.push(...(page.Items ?? []).map((item: object) => JSON.stringify(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  client.destroy();
  return lines;
}

/** Card numbers, security codes, tokens, keys and secrets in a text. */
export function secretsIn(lines: string): string[] {
  // A call may take as many milliseconds as the number of a security code.
  const text = lines.replaceAll(/"(duration|stripe)_ms":[\d.]+/g, '');
  return [
    ...(text.match(/(?<![\w-])[3-6]\d{12,18}(?![\w-])/g) ?? []),
    ...(text.match(/"(cvc|CVC)"|"987"|:987[,}]/g) ?? []),
    ...(text.match(/\b(tok|btok|sk_test|sk_live|rk_live|whsec)_\w+/g) ?? []),
    ...(text.match(/eyJ[\w-]{8,}\.[\w-]{8,}/g) ?? []),
    ...(text.includes(JWT_SECRET) ? [JWT_SECRET] : []),
  ];
}

/** Calls an endpoint as somebody. */
export async function callAs(
  claims: Claims,
  endpoint: keyof typeof endpoints,
  body: object = {},
  sent: Sent = {},
): Promise<Received> {
  return call(endpoints[endpoint], { key: await tokenOf(claims), path: `/card/${endpoint}`, body, ...sent });
}

/** The owner of an account. */
export const owner = (account: string): Claims => ({ account, role: 'owner' });

/** An account that nothing is known of. */
export const newAccount = (): string => `a-${randomUUID().slice(0, 8)}`;

/** A card that Stripe takes, as a caller says it besides the token. */
export const CARD = { name: 'Business', number: '4242', month: '12', year: '2035' };

/** The sandbox, called as Stripe's API is. */
export async function stripe(
  { sandbox, stripeKey }: Bench,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  form: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
): Promise<any> {
  const text = new URLSearchParams(form).toString();
  const response = await fetch(`${sandbox.url}${path}${method === 'POST' || text === '' ? '' : `?${text}`}`, {
    method,
    headers: { Authorization: `Bearer ${stripeKey}`, 'Stripe-Version': '2016-07-06' },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  });
  return response.json();
}

/** A card as it is at Stripe. */
interface AtStripe {
  readonly stripeCustomerId: string;
  readonly stripeCardId: string;
}

/** Changes at Stripe that the card service does not make, in the way in which it pays with cards. */
export function changesAt({ service }: Bench) {
  const { stripe: call } = service.session(Date.now() + 60_000);
  return {
    updateCard: ({ stripeCustomerId, stripeCardId }: AtStripe, changes: object) =>
      call(sources.update, { customer: stripeCustomerId, id: stripeCardId, ...changes }),
    deleteCard: ({ stripeCustomerId, stripeCardId }: AtStripe) =>
      call(sources.del, { customer: stripeCustomerId, id: stripeCardId }),
    makeDefault: ({ stripeCustomerId, stripeCardId }: AtStripe) =>
      call(customers.update, { customer: stripeCustomerId, default_source: stripeCardId }),
    /** Also where it is declined. */
    charge: ({ stripeCustomerId }: AtStripe) =>
      call(charges.create, { amount: 500, currency: 'usd', customer: stripeCustomerId }).catch(
        (error: unknown) => error,
      ),
  };
}

/** A token of Stripe.js for a card number. */
export async function cardToken(bench: Bench, number = '4242424242424242'): Promise<string> {
  const { month, year } = CARD;
  const token = await stripe(bench, 'POST', '/v1/tokens', {
    'card[number]': number,
    'card[exp_month]': month,
    'card[exp_year]': year,
    'card[cvc]': '987',
  });
  return token.id;
}

/** Adds a card to an account, and gives the reply's body. */
export async function addCard(bench: Bench, account: string, more: object = {}): Promise<Received['body']> {
  const reply = await callAs(owner(account), 'create', {
    ...CARD,
    stripeToken: await cardToken(bench),
    ...more,
  });
  if (reply.status !== 200) {
    throw new Error(`The card was not added: ${JSON.stringify(reply.body)}`);
  }
  return reply.body;
}

/** What Stripe has for an account: its customer's default source and the ids of its cards. */
export async function atStripe(
  bench: Bench,
  account: string,
): Promise<{ customer: string | undefined; default: string | null; cards: string[] }> {
  const customer = (await bench.service.store.account(account))?.stripeCustomerId;
  if (customer === undefined) {
    return { customer, default: null, cards: [] };
  }
  return { customer, ...(await cardsAtStripe(apiAt(bench.sandbox.url, bench.stripeKey), customer)) };
}

/**
 * Checks that the records of an account are what Stripe has: the same cards, and the current one is the default. Gives
 * the cards.
 */
export async function expectAgreement(bench: Bench, account: string): Promise<Received['body'][]> {
  const cards = await cardsOf(account);
  const stripe = await atStripe(bench, account);
  const current = cards.filter((card) => card.current);
  expect(cards.map(({ stripeCardId }) => stripeCardId).sort()).toEqual([...stripe.cards].sort());
  expect(current.length).toBeLessThanOrEqual(1);
  const cleared = (await bench.service.store.account(account))?.cleared;
  expect(current.length).toBe(cards.length > 0 && !cleared ? 1 : 0);
  if (current.length === 1) {
    expect(current[0].stripeCardId).toBe(stripe.default);
  }
  return cards;
}

/** What is kept of an account: its cards with their ids at Stripe. */
export async function cardsOf(account: string): Promise<Received['body'][]> {
  const claims: Claims = { account, role: 'admin' };
  return (await callAs(claims, 'find', {}, { query: { hidden: 'true', limit: '1000' } })).body.data;
}
