/** The card service while Stripe's answers are made up: accounts with cards, here and at the sandbox. */
import { deepEqual, ok } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { makeId, type StoredCard } from '#lib/surfaces/card/records.ts';
import { cardService } from '#lib/surfaces/card/service.ts';
import type { CardStore } from '#lib/surfaces/card/store.ts';
import { type Api, apiAt } from '../helpers/api.ts';
import type { Sent } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../helpers/cards.ts';
import type { Caller } from './answer-cases.ts';
import type { AnswerStage, Exchange } from './answer-stage.ts';

const KEY = 'sk_test_cards_of_answers';

/** The card service, with its table. */
export interface Cards {
  caller(entry: Entry): Caller;
  close(): Promise<void>;
}

/** An account with two cards, as the table and the sandbox have it. */
interface Account {
  readonly id: string;
  readonly customer: string;
  readonly cards: readonly [StoredCard, StoredCard];
}

/** Starts the table, and puts the card service into the environment. */
export async function startAnswerCards(stage: AnswerStage): Promise<Cards> {
  const table = await startDynamoDb(TABLE);
  Object.assign(process.env, cardEnvironment(table.url, stage.url, KEY));
  const { store } = await cardService();
  const stripe = apiAt(stage.sandbox, KEY);
  return {
    caller: ({ name, endpoint }) => {
      const ways = endpoint.surface === 'webhook' ? EVENTS : (WAYS[name] ?? []);
      return {
        ways: ways.length,
        prepare: async (way) => {
          const account = await openAccount(stripe, store);
          const sent = await ways[way]!(account, stripe);
          return {
            sent,
            secrets: [KEY, ...(sent.key === undefined ? [] : [sent.key])],
            isLive: true,
            judge: async ({ hasFailed }, { exchanges }) => {
              await judgeRecords(store, account, exchanges);
              if (name === 'create' && !hasFailed) {
                await judgeNew(store, account);
              }
            },
          };
        },
      };
    },
    close: () => table.close(),
  };
}

let accounts = 0;

async function openAccount(stripe: Api, store: CardStore): Promise<Account> {
  accounts += 1;
  const id = `a-${accounts}`;
  const customer = await stripe.post('/v1/customers', { source: 'tok_visa' });
  const second = await stripe.post(`/v1/customers/${customer.id}/sources`, { source: 'tok_mastercard' });
  const cards = [customer.sources.data[0], second].map(
    ({ id: stripeCardId, last4, exp_month, exp_year }) => ({
      accountId: id,
      id: makeId(),
      name: 'Business',
      number: last4,
      month: String(exp_month),
      year: String(exp_year),
      submitted: new Date().toISOString(),
      error: '',
      failures: 0,
      stripeCardId,
      stripeCustomerId: customer.id,
      failed: {},
      succeeded: 0,
      version: 1,
    }),
  ) as [StoredCard, StoredCard];
  await store.keepCustomer(customer.id, id);
  await Promise.all(cards.map((card) => store.createCard(card)));
  const [{ id: current, stripeCardId }] = cards;
  const account = {
    accountId: id,
    version: 1,
    customerKey: makeId(),
    stripeCustomerId: customer.id,
  };
  await store.writeAccount(
    { ...account, current: { id: current, stripeCardId }, revision: 1, mirrored: 1 },
    0,
  );
  return { id, customer: customer.id, cards };
}

type Way = (account: Account, stripe: Api) => Promise<Sent>;

const called =
  (path: string, body: (account: Account, stripe: Api) => object | Promise<object>): Way =>
  async (account, stripe) => ({
    key: await tokenOf({ account: account.id, role: 'owner' }),
    path: `/card/${path}`,
    body: await body(account, stripe),
  });

const NEW = { name: 'Travel', number: '4242', month: '12', year: '2035' };

async function tokenAt(stripe: Api): Promise<string> {
  const { number: _, month, year } = NEW;
  const card = { number: '4242424242424242', exp_month: month, exp_year: year, cvc: '123' };
  return (await stripe.post('/v1/tokens', { card })).id;
}

/** Whom a card is added for that nothing is known of yet. */
const stranger: Way = async (_, stripe) => ({
  key: await tokenOf({ account: `new-${accounts}`, role: 'owner' }),
  path: '/card/create',
  body: { ...NEW, stripeToken: await tokenAt(stripe) },
});

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  create: [
    called('create', async (_, stripe) => ({ ...NEW, stripeToken: await tokenAt(stripe), current: true })),
    stranger,
  ],
  find: [called('find', () => ({}))],
  get: [called('get', ({ cards: [card] }) => ({ id: card.id }))],
  getStripe: [
    called('getStripe', () => ({})),
    called('getStripe', ({ cards: [, card] }) => ({ id: card.id })),
  ],
  remove: [
    called('remove', ({ cards: [card] }) => ({ id: card.id })),
    called('remove', ({ cards: [, card] }) => ({ id: card.id })),
  ],
  updateCurrent: [
    called('updateCurrent', ({ cards: [, card] }) => ({ id: card.id })),
    called('updateCurrent', ({ cards: [card] }) => ({ id: card.id, current: false })),
  ],
};

const event =
  (
    type: string,
    objectOf: (account: Account) => object,
    before?: (account: Account, stripe: Api) => unknown,
  ): Way =>
  async (account, stripe) => {
    await before?.(account, stripe);
    const id = `evt_${accounts}`;
    const created = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ id, object: 'event', type, created, data: { object: objectOf(account) } });
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${created}.${body}`).digest('hex');
    return {
      path: '/webhooks/stripe',
      headers: { 'stripe-signature': `t=${created},v1=${signature}` },
      body,
    };
  };

const source = ({ customer, cards: [, card] }: Account) => ({ id: card.stripeCardId, customer });
const customer = ({ customer: id }: Account) => ({ id, object: 'customer' });

const EVENTS: readonly Way[] = [
  event('customer.source.updated', source),
  event('customer.source.deleted', source),
  event('customer.source.deleted', source, (account, stripe) =>
    stripe.del(`/v1/customers/${account.customer}/sources/${account.cards[1].stripeCardId}`),
  ),
  event('customer.updated', customer, ({ customer: id, cards: [, card] }, stripe) =>
    stripe.post(`/v1/customers/${id}`, { default_source: card.stripeCardId }),
  ),
  event('customer.deleted', customer),
  event('charge.failed', (account) => ({ id: 'ch_1', customer: account.customer, source: source(account) })),
];

/** No record of a card is dropped unless Stripe itself said that the card is gone, or its customer. */
async function judgeRecords(
  store: CardStore,
  account: Account,
  exchanges: readonly Exchange[],
): Promise<void> {
  for (const card of account.cards) {
    const kept = await store.card(account.id, card.id);
    if (kept === undefined) {
      const said = exchanges.some((exchange) => isGoneBy(exchange, card));
      ok(said, `the record of ${card.stripeCardId} was dropped although nothing said that it is gone`);
    } else {
      deepEqual([kept.stripeCardId, kept.stripeCustomerId], [card.stripeCardId, card.stripeCustomerId]);
    }
  }
}

/** Whether an answer says that a card is gone. */
function isGoneBy({ seen, nature, delivered: { status, body } }: Exchange, card: StoredCard): boolean {
  const at = `/v1/customers/${card.stripeCustomerId}`;
  const method = `/v1/payment_methods/${card.stripeCardId}`;
  const [path = ''] = seen.url.split('?');
  const paths = [at, ...['sources', 'payment_methods'].map((kind) => `${at}/${kind}/${card.stripeCardId}`)];
  if (![...paths, method, `${method}/detach`].includes(path)) {
    return false;
  }
  const said = nature === 'none of Stripe’s' ? {} : JSON.parse(body!.toString());
  return nature === 'success'
    ? said.deleted === true ||
        path === `${method}/detach` ||
        (path === method && said.customer !== card.stripeCustomerId)
    : nature === 'refusal' &&
        said.error.type === 'invalid_request_error' &&
        (status === 404 || (path.startsWith(method) && /not attached/i.test(said.error.message)));
}

/** Every card that is kept has its id at Stripe. */
async function judgeNew(store: CardStore, { id }: Account): Promise<void> {
  for (const accountId of [id, `new-${accounts}`]) {
    const { cards } = await store.page({ accountId, limit: 10 });
    for (const { stripeCardId, stripeCustomerId } of cards) {
      ok(typeof stripeCardId === 'string' && stripeCardId !== '', 'a card without its id at Stripe');
      ok(typeof stripeCustomerId === 'string' && stripeCustomerId !== '', 'a card without its customer');
    }
  }
}
