/**
 * The same calls in both ways of paying with cards: to an account of today that accepts no card tokens, and to one of long
 * ago. Replies are the same but for the differences that `lib/stripe/bridges/README.md` tells of, each with its reason.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCatalogue } from '#lib/catalogue.ts';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import { seal } from '#lib/connector/trigger-state.ts';
import { apiAt, type Reply } from '../helpers/api.ts';
import { call } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf } from '../helpers/cards.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { type Arguments, sentTo } from '../helpers/valid-call.ts';
import { takeWay, type Way } from '../helpers/ways.ts';

const sandbox = testSandbox();
let dynamo: LocalDynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb(TABLE);
});
afterAll(async () => {
  delete process.env['CARD_PAYMENTS'];
  await dynamo.close();
});

/** Calls an endpoint by its surface and name; gives the reply's status and object, or error. */
type Ask = (endpoint: string, args?: object) => Promise<Reply>;

/** Every reply that a story was told, in their order. */
type Told = { readonly endpoint: string; readonly reply: Reply }[];

/** What callers of all surfaces do with cards; those of blocks and sockets know 2016, those of the REST API 2013. */
async function story(ask: Ask, advance: (seconds: number) => Promise<void>): Promise<void> {
  const charge = { amount: 900, currency: 'usd' };
  // One-off payments.
  const paid = await ask('socket create-charge', {
    ...charge,
    card: 'tok_visa',
    description: 'One',
    capture: true,
  });
  await ask('block createCharge', {
    ...charge,
    source: 'tok_amex',
    statementDescriptor: 'SOCKS',
    receiptEmail: 'jenny@example.com',
    metadata: { order: '1' },
  });
  await ask('rest POST /v1/charges', { ...charge, card: 'tok_visa' });
  for (const token of [
    'Declined',
    'DeclinedIncorrectCvc',
    'DeclinedExpiredCard',
    'DeclinedProcessingError',
  ]) {
    await ask('socket create-charge', { ...charge, card: `tok_charge${token}` });
    await ask('block createCharge', { ...charge, source: `tok_charge${token}` });
    await ask('rest POST /v1/charges', { ...charge, card: `tok_charge${token}` });
  }
  await ask('socket one-off-charge', {
    ...charge,
    cardnumber: '4242424242424242',
    cardexpmonth: 12,
    cardexpyear: 2035,
    cardcvc: '123',
  });
  await ask('rest POST /v1/charges', charge);
  await ask('rest GET /v1/charges/{charge}', { charge: paid.id });
  await ask('block updateCharge', { chargeId: paid.id, description: 'Changed', metadata: { a: 'b' } });
  await ask('block getCharge', { chargeId: paid.id });
  await ask('rest GET /v1/charges', { count: 2 });
  await ask('block createRefund', { chargeId: paid.id, amount: 100, reason: 'requested_by_customer' });
  await ask('rest POST /v1/charges/{charge}/refund', { charge: paid.id });
  await ask('rest POST /v1/charges/{charge}/refund', { charge: paid.id });
  // Payments that are held.
  const held = await ask('block createCharge', { ...charge, source: 'tok_visa', capture: false });
  await ask('socket capture-charge', { charge: held.id, amount: 1000 });
  await ask('socket capture-charge', { charge: held.id, amount: 400 });
  await ask('block captureCharge', { chargeId: held.id });
  const released = await ask('rest POST /v1/charges', { ...charge, card: 'tok_visa', capture: false });
  await ask('block createRefund', { chargeId: released.id, amount: 100 });
  const refund = await ask('block createRefund', { chargeId: released.id, reason: 'duplicate' });
  await ask('block getRefund', { refundId: refund.id });
  await ask('block getCharge', { chargeId: released.id });
  // Customers and their cards.
  const customer = await ask('socket create-customer', { card: 'tok_visa', description: 'Jenny' });
  const id = customer.id;
  await ask('rest POST /v1/customers', { card: 'tok_chargeDeclined' });
  const old = await ask('rest POST /v1/customers', { card: 'tok_discover', email: 'jenny@example.com' });
  await ask('rest GET /v1/customers/{customer}', { customer: old.id });
  await ask('block getCustomer', { customerId: id });
  await ask('rest GET /v1/customers', { count: 1 });
  await ask('socket create-charge', { ...charge, customer: id });
  await ask('socket create-charge', { ...charge, customer: 'cus_none' });
  const second = await ask('socket create-card', { customer: id, token: 'tok_mastercard' });
  await ask('socket create-card', { customer: id, token: 'tok_chargeDeclined' });
  await ask('socket create-card', { customer: 'cus_none', token: 'tok_visa' });
  await ask('block createCharge', { ...charge, customer: id, source: second.id });
  await ask('block createCharge', { ...charge, customer: old.id, source: second.id });
  await ask('block createCharge', { ...charge, customer: id, source: 'tok_visa' });
  await ask('socket list-cards', { customer: id });
  await ask('rest GET /v1/customers/{customer}/cards', { customer: id, count: 1, offset: 1 });
  await ask('rest GET /v1/customers/{customer}/cards/{id}', { customer: id, id: second.id });
  await ask('block getCard', { customerId: id, cardId: second.id });
  await ask('block getCard', { customerId: old.id, cardId: second.id });
  await ask('block updateCard', { customerId: id, cardId: second.id, name: 'Jenny Rosen', expYear: 2037 });
  await ask('rest POST /v1/customers/{customer}', { customer: id, default_card: second.id });
  await ask('rest POST /v1/customers/{customer}', { customer: id, default_card: 'card_none' });
  const changed = await ask('block updateCustomer', {
    customerId: id,
    source: 'tok_discover',
    description: 'New',
  });
  await ask('socket list-cards', { customer: id });
  await ask('socket delete-card', { card: changed.default_source });
  await ask('block getCustomer', { customerId: id });
  await ask('socket delete-card', { customer: id, card: changed.default_source });
  for (const none of ['card_none', 'pm_none', 'tok_none']) {
    await ask('block createCharge', { ...charge, source: none });
    await ask('block createCustomer', { source: none });
    await ask('block updateCustomer', { customerId: id, source: none });
    await ask('socket create-card', { customer: id, token: none });
    await ask('rest POST /v1/customers/{customer}/cards', { customer: id, card: none });
  }
  // Subscriptions.
  await ask('block createPlan', {
    id: 'gold',
    name: 'Gold',
    amount: 2000,
    currency: 'usd',
    interval: 'month',
  });
  const subscription = await ask('socket subscribe-customer', {
    customer: id,
    plan: 'gold',
    card: 'tok_amex',
  });
  await ask('block updateSubscription', { subscriptionId: subscription.id, source: 'tok_visa', quantity: 2 });
  await ask('socket subscribe-customer', { customer: id, plan: 'none', card: 'tok_discover' });
  await ask('block createSubscription', { customerId: id, plan: 'gold', source: 'card_none' });
  await ask('block createSubscription', {
    customerId: old.id,
    plan: 'gold',
    source: 'tok_chargeCustomerFail',
  });
  await ask('rest POST /v1/customers/{customer}/subscription', {
    customer: old.id,
    plan: 'gold',
    card: 'tok_visa',
  });
  await ask('rest GET /v1/customers/{customer}', { customer: old.id });
  await ask('block getCustomer', { customerId: id });
  // The connector.
  const { id: Id } = await ask('connector CreateCustomer', { Email: 'jenny@example.com' });
  await ask('connector GetCustomer', { Id });
  await ask('connector UpdateCustomer', { Id, Description: 'Jenny' });
  await ask('connector GetCustomer', { Id: id });
  await ask('connector UpdateCustomer', { Id: 'cus_none', Description: 'Jenny' });
  // Once all payments are settled, a trigger gives them.
  await advance(300);
  const until = Math.floor(Date.now() / 1000) + 200;
  await ask('connector OnNewCharge', { triggerState: seal('charge', { after: 0, until }) });
  // The card service.
  const card = {
    name: 'Business',
    number: '4242',
    month: 12,
    year: new Date().getUTCFullYear() + 1,
    stripeToken: 'tok_visa',
  };
  const kept = await ask('card create', card);
  await ask('card create', { ...card, number: '1111' });
  await ask('card create', { ...card, number: '0002', stripeToken: 'tok_chargeDeclined' });
  await ask('card create', { ...card, stripeToken: 'card_1' });
  const current = await ask('card create', { ...card, current: true });
  await ask('card find', { hidden: true });
  await ask('card get', { id: kept.id });
  await ask('card updateCurrent', { id: kept.id });
  await ask('card getStripe', { id: kept.id });
  await ask('card remove', { id: kept.id });
  await ask('card get', { id: kept.id });
  await ask('card get', { id: current.id });
}

/** Tells the story to an account of its own, in a way; gives what the replies were. */
async function tell(way: Way): Promise<Told> {
  const api = apiAt(sandbox.url);
  await takeWay(api, way);
  const entries = new Map(
    (await readCatalogue()).map((entry) => {
      const { endpoint, name, method, path } = entry;
      return [endpoint.surface === 'rest' ? `rest ${method} ${path}` : `${endpoint.surface} ${name}`, entry];
    }),
  );
  Object.assign(process.env, cardEnvironment(dynamo.url, sandbox.url, api.key));
  const token = await tokenOf({ account: `account-${way}`, role: 'owner' });
  const told: Told = [];
  const ask: Ask = async (name, args = {}) => {
    const entry = entries.get(name)!;
    const { surface } = entry.endpoint;
    const sent = sentTo(entry, args as Arguments, surface === 'card' ? token : api.key);
    const { status, body } = await call(entry.handler, sent);
    const isBlock = surface === 'block';
    const reply = isBlock ? body.contextWrites['#'].to : typeof body.error === 'object' ? body.error : body;
    told.push({
      endpoint: name,
      reply: { status: isBlock ? (reply.http_status ?? status) : status, ...reply },
    });
    return reply;
  };
  await story(ask, async (seconds) => {
    await api.post('/_sandbox/clock', { advance: seconds });
  });
  return told;
}

/** Fields that are of one account, or of its time. */
const OWN =
  /^(created|fingerprint|balance_transaction|request_id|receipt_number|current_period_\w+|start|trial_\w+|period_\w+|date|accountId|submitted)$/;

/** A reply as it is in any account: of an id, only the kind is kept. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(normal);
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([name]) => !OWN.test(name));
    return Object.fromEntries(fields.map(([name, field]) => [name, normal(field)]));
  }
  return typeof value === 'string'
    ? value
        .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'ulid')
        .replace(/\b(cus|ch|re|sub|card|pm|pi|tok|in)_\w{14,}/g, (_, kind) => (kind === 'pm' ? 'card' : kind))
    : value;
}

/** The paths of the fields in which two values differ. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  const isBoth = [a, b].every((value) => typeof value === 'object' && value !== null);
  if (!isBoth) {
    return a === b ? [] : [path];
  }
  const [one, other] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differences(one[name], other[name], path === '' ? name : `${path}.${name}`),
  );
}

/** A row of the table: in which replies which fields may differ. */
interface Row {
  readonly replies: readonly string[];
  readonly fields: readonly string[];
}

/** The rows of the table of differences. */
async function readRows(): Promise<Row[]> {
  const text = await readFile(new URL('../../lib/stripe/bridges/README.md', import.meta.url), 'utf8');
  const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => {
    const [, replies = '', fields = ''] = row.split('|');
    return {
      replies: replies.trim().split(', '),
      fields: [...fields.matchAll(/`(\w+)`/g)].map((match) => match[1]!),
    };
  });
}

/** What a reply is: an error, or one of a surface of its own kinds; else the kind of its object, or of those in a list. */
function kindOf(endpoint: string, { status, object, data }: Reply): string {
  const [surface = ''] = endpoint.split(' ');
  return status >= 400
    ? 'error'
    : ['card', 'connector'].includes(surface)
      ? `${surface} reply`
      : object === 'list'
        ? data[0]?.object
        : object;
}

test('replies differ as the table says, and nowhere else', async () => {
  const rows = await readRows();
  const before = await tell('charges');
  const today = await tell('payment_intents');
  expect(today.map(({ reply }) => reply.status)).toEqual(before.map(({ reply }) => reply.status));
  const used = new Set<Row>();
  const unlisted = before.flatMap(({ endpoint, reply }, index) =>
    differences(normal(reply), normal(today[index]!.reply)).flatMap((path) => {
      const names = path.split('.');
      const row = rows.find(
        ({ replies, fields }) =>
          replies.includes(kindOf(endpoint, reply)) && names.some((name) => fields.includes(name)),
      );
      used.add(row!);
      return row === undefined ? [`${endpoint}: ${path}`] : [];
    }),
  );
  expect(unlisted).toEqual([]);
  // Ids of cards are compared by their kind, which is the same.
  expect(rows.slice(1).filter((row) => !used.has(row))).toEqual([]);
});
