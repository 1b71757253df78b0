/** Whatever is answered in Stripe's place, every surface tells the truth of it, in its own form. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { makeHandler } from '#lib/endpoint/pipeline.ts';
import { HttpError } from '#lib/http/errors.ts';
import type { StoredCard } from '#lib/surfaces/card/records.ts';
import { type CardService, cardService } from '#lib/surfaces/card/service.ts';
import { handler as createChargeBlock } from '../../functions/block/createCharge.ts';
import { handler as getCustomerList } from '../../functions/block/getCustomerList.ts';
import { handler as updateSubscription } from '../../functions/block/updateSubscription.ts';
import { handler as createCardRecord } from '../../functions/card/create.ts';
import { handler as removeCard } from '../../functions/card/remove.ts';
import { handler as createCustomer } from '../../functions/connector/CreateCustomer.ts';
import { handler as onNewCharge } from '../../functions/connector/OnNewCharge.ts';
import { handler as restCharges } from '../../functions/rest/charges.post.ts';
import { handler as createCharge } from '../../functions/socket/create-charge.ts';
import { handler as deleteCard } from '../../functions/socket/delete-card.ts';
import { handler as subscribeCustomer } from '../../functions/socket/subscribe-customer.ts';
import { handler as webhook } from '../../functions/webhooks/stripe.ts';
import { BAD_ANSWERS, type BadAnswer } from '../helpers/answers.ts';
import { call, type Received, type Sent } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../helpers/cards.ts';
import { json, type Script, type Seen, startUpstream, type Upstream } from '../helpers/upstream.ts';

let upstream: Upstream;
let script: Script;
let dynamo: LocalDynamoDb;
let service: CardService;

beforeAll(async () => {
  [upstream, dynamo] = await Promise.all([
    startUpstream((...given) => script(...given)),
    startDynamoDb(TABLE),
  ]);
  Object.assign(process.env, cardEnvironment(dynamo.url, upstream.url), {
    STRIPE_MAX_RETRIES: '1',
    STRIPE_TIMEOUT: '60000',
    CALL_BUDGET: '120000',
  });
  service = await cardService();
});
afterEach(() => {
  upstream.seen.length = 0;
});
afterAll(() => Promise.all([upstream.close(), dynamo.close()]));

/** What stands in each request for the row of the table that it is answered with. */
const rowOf = ({ url, headers, body }: Seen) =>
  Number(/row(\d+)x/.exec(`${url} ${headers.authorization} ${body}`)?.[1] ?? Number.NaN);

const requestsOf = (row: number) => upstream.seen.filter((seen) => rowOf(seen) === row);

/** How a surface is called, and what of its reply is told in which place. */
interface Target {
  readonly name: string;
  readonly handler: Handler;
  readonly sent: Sent;
  /** Whether the call that is answered so changes something, and so has an idempotency key. */
  readonly writes?: boolean;
  readonly told: (reply: Received) => Told;
}

interface Told {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly key?: string;
}

const inStripesForm = ({ status, body, headers }: Received): Told => {
  const { type, message, code, retryable, idempotency_key: key } = body.error;
  expect(headers['content-type']).toMatch(/^application\/json/);
  return { status, type, message, code, retryable, key };
};

const inConnectorsForm = (reply: Received): Told => {
  const told = inStripesForm(reply);
  expect(reply.body).toMatchObject({ status: told.status, message: told.message });
  return told;
};

const inEnvelope = ({ status, body }: Received): Told => {
  expect({ status, callback: body.callback }).toEqual({ status: 200, callback: 'error' });
  const {
    status_msg: message,
    type,
    status_code,
    http_status,
    code,
    retryable,
    idempotency_key,
  } = body.contextWrites['#'].to;
  expect(status_code).toBe(type === undefined ? 'INTERNAL_PACKAGE_ERROR' : 'API_ERROR');
  return {
    status: http_status,
    type: type ?? 'api_connection_error',
    message,
    code,
    retryable,
    key: idempotency_key,
  };
};

const byRest = ({ status, body, headers }: Received): Told => ({
  status,
  ...body.error,
  retryable: headers['stripe-should-retry'] === 'true' ? true : undefined,
  key: headers['idempotency-key'],
});

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };

const TARGETS: readonly Target[] = [
  {
    name: 'a socket',
    handler: createCharge,
    sent: { body: { amount: 500, currency: 'usd', card: 'tok_visa' } },
    writes: true,
    told: inStripesForm,
  },
  {
    name: 'a socket that deletes',
    handler: deleteCard,
    sent: { body: { card: 'card_1', customer: 'cus_1' } },
    told: inStripesForm,
  },
  {
    name: 'a socket that searches first',
    handler: deleteCard,
    sent: { body: { card: 'card_1' } },
    told: inStripesForm,
  },
  {
    name: 'a block',
    handler: createChargeBlock,
    sent: { body: { args: charge } },
    writes: true,
    told: inEnvelope,
  },
  {
    name: 'a block that lists all pages',
    handler: getCustomerList,
    sent: { body: { args: { all: true } } },
    told: inEnvelope,
  },
  {
    name: 'a block that looks first',
    handler: updateSubscription,
    sent: { body: { args: { subscriptionId: 'sub_1', customer: 'cus_1' } } },
    told: inEnvelope,
  },
  {
    name: 'an action of the connector',
    handler: createCustomer,
    sent: { body: { Email: 'a@example.com' } },
    writes: true,
    told: inConnectorsForm,
  },
  {
    name: 'a trigger of the connector',
    handler: onNewCharge,
    sent: { headers: { host: 'flows.example.com' } },
    told: inConnectorsForm,
  },
  {
    name: 'the REST API',
    handler: restCharges,
    sent: {
      body: new URLSearchParams({ amount: '500', currency: 'usd', card: 'tok_visa' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    writes: true,
    told: byRest,
  },
];

describe.each(TARGETS)('$name', ({ name, handler, sent, writes = false, told }) => {
  const isRest = name === 'the REST API';
  const replies: Received[] = [];

  beforeAll(async () => {
    script = (response, seen) => BAD_ANSWERS[rowOf(seen)]!.write(response);
    const calls = BAD_ANSWERS.map((_, row) => call(handler, { ...sent, key: `sk_test_row${row}x` }));
    replies.push(...(await Promise.all(calls)));
    requests = upstream.seen.splice(0);
  });
  let requests: Seen[];

  test.each(BAD_ANSWERS.map((answer, row) => ({ ...answer, row })))('$name', (answer) => {
    const reply = replies[answer.row]!;
    const seen = requests.filter((one) => rowOf(one) === answer.row);
    const [key] = seen.map(({ headers }) => headers['idempotency-key']);
    expect(seen.length).toBe(answer.attempts);
    for (const { method, url, headers, body } of seen) {
      expect([method, url, body, headers['idempotency-key']]).toEqual([
        seen[0]!.method,
        seen[0]!.url,
        seen[0]!.body,
        key,
      ]);
    }
    expect(typeof key).toBe(writes ? 'string' : 'undefined');
    for (const value of Object.values(reply.headers)) {
      expect(value).toMatch(/^[\x20-\x7e]*$/);
    }
    const { status, retryable, own } = answer;
    const isToldKey = writes && (retryable || own === undefined);
    expect(told(reply)).toMatchObject({
      status,
      ...expectedError(answer, isRest, handler),
      // Of Stripe’s own errors the REST API tells what Stripe tells.
      retryable: (retryable && !(isRest && own !== undefined)) || undefined,
      key: isToldKey ? key : undefined,
    });
    if (own === undefined) {
      expect(told(reply).message).toContain(isToldKey ? `Idempotency-Key: ${key}` : 'It is safe to retry.');
    }
  });
});

/** The type, message and code that are told of an answer. */
function expectedError({ status, own, text }: BadAnswer, isRest: boolean, { endpoint }: Handler): object {
  if (own === undefined) {
    const isLimited = status === 429 && endpoint.surface === 'connector';
    const type = isRest ? 'api_error' : isLimited ? 'rate_limit_error' : 'api_connection_error';
    return { type, message: expect.stringMatching(/^Stripe/) };
  }
  return isRest ? JSON.parse(text!).error : own;
}

test('the REST API passes on what Stripe writes, byte for byte, and nothing else', async () => {
  const written = '{ "error": {"type": "card_error", "message": 5, "é": [] } }\n';
  script = (response) => response.writeHead(402).end(written);
  const event = { key: 'sk_test_1', body: 'amount=500&currency=usd&card=tok_visa' };
  const reply = await restCharges({
    version: '2.0',
    routeKey: 'POST /v1/charges',
    rawPath: '/v1/charges',
    rawQueryString: '',
    headers: { authorization: `Bearer ${event.key}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: event.body,
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST', path: '/v1/charges' } },
  } as never);
  expect(reply).toMatchObject({ statusCode: 402, body: written });
});

describe('a list', () => {
  test.each([
    ['{}'],
    ['{"data": {}}'],
    ['{"data": "all"}'],
    ['{"data": [null], "has_more": false}'],
    ['{"data": [1], "has_more": true}'],
  ])('that is none is no list: %s', async (body) => {
    script = (response) => response.writeHead(200).end(body);
    const block = await call(getCustomerList, { key: 'sk_test_1', body: { args: { all: true } } });
    expect(inEnvelope(block)).toMatchObject({ status: 502, retryable: true });
    const trigger = await call(onNewCharge, { key: 'sk_test_2', headers: { host: 'flows.example.com' } });
    expect(inConnectorsForm(trigger)).toMatchObject({ status: 502, retryable: true });
    const search = await call(deleteCard, { key: 'sk_test_3', body: { card: 'card_1' } });
    expect(inStripesForm(search)).toMatchObject({ status: 502, retryable: true });
    const lists = upstream.seen.filter(({ url }) => /^\/v1\/(customers|charges)\?/.test(url));
    expect(lists).toHaveLength(6);
  });

  test.each([['{"id": 1, "created": 5}'], ['{"id": "ch_1"}'], ['{"id": "ch_1", "created": "today"}']])(
    'of objects that cannot be told apart does not trigger: %s',
    async (object) => {
      script = (response) => response.writeHead(200).end(`{"data": [${object}], "has_more": false}`);
      const reply = await call(onNewCharge, { key: 'sk_test_4', headers: { host: 'flows.example.com' } });
      expect(inConnectorsForm(reply)).toMatchObject({ status: 502 });
    },
  );

  test.each([
    ['503', 503, 503],
    ['404', 404, 502],
    ['302', 302, 502],
    ['200 without a list', 200, 502],
  ])('whose second page is %s is not told of as if it were whole', async (_, status, told) => {
    script = (response, { url }) =>
      url.includes('starting_after')
        ? json(response, status, { message: 'Sorry.' })
        : json(response, 200, { object: 'list', data: [{ id: 'cus_1' }], has_more: true });
    const reply = await call(getCustomerList, { key: 'sk_test_1', body: { args: { all: true } } });
    expect(inEnvelope(reply)).toMatchObject({ status: told });
  });
});

test('a reply of the connector has what its manifest says, whatever the types of Stripe’s fields', async () => {
  script = (response) =>
    json(response, 200, {
      id: 'cus_1',
      created: 'today',
      account_balance: '5',
      delinquent: 'no',
      discount: { coupon: {} },
      email: [],
      description: { id: 7 },
    });
  const reply = await call(createCustomer, { key: 'sk_test_1', body: {} });
  expect(reply).toMatchObject({
    status: 200,
    body: {
      id: 'cus_1',
      created: null,
      account_balance: null,
      delinquent: null,
      discount: null,
      email: null,
      description: '7',
    },
  });
});

describe('a call of several steps', () => {
  const sent = { body: { customer: 'cus_1', plan: 'gold', card: 'card_1' } };
  const keysAt = (path: string) =>
    upstream.seen.filter(({ url }) => url === path).map(({ headers }) => headers['idempotency-key']);

  test.each([
    ['first', '/v1/customers/cus_1'],
    ['last', '/v1/customers/cus_1/subscriptions'],
  ])('whose %s fails tells the key under which every step is carried out once', async (_, failing) => {
    script = (response, { url }) =>
      url === failing ? response.writeHead(200).end('null') : json(response, 200, { id: 'obj_1' });
    const { key } = inStripesForm(await call(subscribeCustomer, { key: 'sk_test_1', ...sent }));
    const repeated = { ...sent, headers: { 'idempotency-key': key! } };
    expect(inStripesForm(await call(subscribeCustomer, { key: 'sk_test_1', ...repeated })).key).toBe(key);
    for (const path of ['/v1/customers/cus_1', failing]) {
      expect(new Set(keysAt(path)).size).toBe(1);
      expect(keysAt(path)).toHaveLength(path === failing ? 4 : 2);
    }
  });
});

describe('a delete whose answer was lost', () => {
  const remove = () => call(deleteCard, { key: 'sk_test_1', body: { card: 'card_1', customer: 'cus_1' } });
  /** The first attempt has no answer, the second one this. */
  const thenAnswer = (status: number, body: object): Script => {
    return (response, _, index) =>
      index === 0 ? response.writeHead(503).end('{}') : json(response, status, body);
  };

  test.each([[{ message: 'Not Found' }], [{ error: 'Not Found' }], [{ error: { message: 'Not Found' } }]])(
    'is not known to have been carried out by the 404 of a proxy: %j',
    async (body) => {
      script = thenAnswer(404, body);
      expect((await remove()).status).toBe(502);
    },
  );

  test.each([
    [{ type: 'api_error', message: 'No such card.' }],
    [{ type: 'invalid_request_error', code: 'account_invalid', message: 'No.' }],
    [{ type: 'invalid_request_error', message: 'Unrecognized request URL (DELETE: /v1/x).' }],
  ])('nor by an error that is about something else: %j', async (error) => {
    script = thenAnswer(404, { error });
    expect(await remove()).toMatchObject({ status: 404, body: { error: { message: error.message } } });
  });

  test.each([[undefined], ['missing'], ['resource_missing']])(
    'is a success when Stripe finds nothing any more (code %s)',
    async (code) => {
      script = thenAnswer(404, { error: { type: 'invalid_request_error', message: 'No such card.', code } });
      expect(await remove()).toMatchObject({ status: 200, body: { deleted: true, id: 'card_1' } });
    },
  );
});

describe('the card service', () => {
  const account = (row: number | string) => `acct-row${row}x`;

  /** Keeps a card, as if it had been added. */
  async function keep(row: number | string): Promise<StoredCard> {
    const accountId = account(row);
    const card: StoredCard = {
      accountId,
      id: `01ARZ3NDEKTSV4RRFFQ69G5FAV`,
      name: 'Business',
      number: '4242',
      month: '12',
      year: '2035',
      submitted: '2016-07-30T23:54:10.259Z',
      error: '',
      failures: 0,
      stripeCardId: `card_row${row}x`,
      stripeCustomerId: `cus_row${row}x`,
      failed: {},
      succeeded: 0,
      version: 1,
    };
    await service.store.createCard(card);
    await service.store.keepCustomer(card.stripeCustomerId, accountId);
    const { id, stripeCardId, stripeCustomerId } = card;
    const current = { id, stripeCardId };
    const state = { accountId, customerKey: id, stripeCustomerId, used: true, current };
    await service.store.writeAccount({ ...state, version: 1, revision: 0, mirrored: 0 }, 0);
    return card;
  }

  const remove = async ({ accountId, id }: StoredCard) =>
    call(removeCard, {
      key: await tokenOf({ account: accountId, role: 'owner' }),
      path: '/card/remove',
      body: { id },
    });

  const deliver = ({ stripeCardId: id, stripeCustomerId: customer }: StoredCard, type: string) => {
    const event = { id: `evt_${id}`, type, created: 1_467_763_200, data: { object: { id, customer } } };
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    return call(webhook, { body: payload, headers: { 'stripe-signature': signature } });
  };

  const statusOf = ({ status }: BadAnswer) => (status === 401 || status === 403 ? 502 : status);

  test('keeps a card that Stripe has not confirmed the removal of, until it does', async () => {
    const cards = await Promise.all(BAD_ANSWERS.map((_, row) => keep(row)));
    script = (response, seen) => BAD_ANSWERS[rowOf(seen)]!.write(response);
    const replies = await Promise.all(cards.map(remove));
    expect(replies.map(({ status }) => status)).toEqual(BAD_ANSWERS.map(statusOf));
    expect(replies.map((_, row) => requestsOf(row).length)).toEqual(
      BAD_ANSWERS.map(({ attempts }) => attempts),
    );
    for (const { accountId, id } of cards) {
      expect(await service.store.card(accountId, id)).toMatchObject({ id });
    }
    script = (response, { url }) => json(response, 200, { id: url.split('/').at(-1), deleted: true });
    for (const card of cards) {
      expect((await remove(card)).status).toBe(200);
      expect(await service.store.card(card.accountId, card.id)).toBeUndefined();
    }
  });

  test.each([
    ['an empty object', {}],
    ['another object', { id: 'card_other', deleted: true }],
    ['an object that is still there', { id: 'card_rowstillx' }],
    ['a message', { message: 'ok' }],
  ])('does not take %s for a removal', async (what, body) => {
    const card = await keep(what === 'an object that is still there' ? 'still' : what.replaceAll(' ', ''));
    script = (response) => json(response, 200, body);
    expect((await remove(card)).status).toBe(502);
    expect(await service.store.card(card.accountId, card.id)).toBeDefined();
  });

  test('keeps a card that Stripe does not say is gone, whatever a webhook says', async () => {
    const cards = await Promise.all(BAD_ANSWERS.map((_, row) => keep(row)));
    script = (response, seen) => BAD_ANSWERS[rowOf(seen)]!.write(response);
    for (const type of ['customer.source.deleted', 'customer.source.updated']) {
      const replies = await Promise.all(cards.map((card) => deliver(card, type)));
      expect(replies.map(({ status }) => status)).toEqual(BAD_ANSWERS.map(statusOf));
    }
    script = (response) => json(response, 200, {});
    expect((await deliver(cards[0]!, 'customer.source.deleted')).status).toBe(502);
    for (const { accountId, id } of cards) {
      expect(await service.store.card(accountId, id)).toMatchObject({ month: '12', year: '2035' });
    }
    script = (response) =>
      json(response, 404, { error: { type: 'invalid_request_error', message: 'No such source.' } });
    for (const card of cards) {
      expect((await deliver(card, 'customer.source.deleted')).status).toBe(200);
      expect(await service.store.card(card.accountId, card.id)).toBeUndefined();
    }
  });

  test('adds no card by anything but Stripe’s own answers', async () => {
    const body = { name: 'Business', number: '4242', month: '12', year: '2035', stripeToken: 'tok_visa' };
    const create = async (accountId: string) =>
      call(createCardRecord, {
        key: await tokenOf({ account: accountId, role: 'owner' }),
        path: '/card/create',
        body,
      });
    const noToken = { error: { type: 'invalid_request_error', message: 'No such token.' } };
    script = (response, seen) =>
      seen.url.startsWith('/v1/tokens/')
        ? json(response, 404, noToken)
        : BAD_ANSWERS[rowOf(seen)]!.write(response);
    const accounts = BAD_ANSWERS.map((_, row) => `acct-new-row${row}x`);
    const replies = await Promise.all(accounts.map(create));
    expect(replies.map(({ status }) => status)).toEqual(BAD_ANSWERS.map(statusOf));
    for (const step of ['/v1/tokens/tok_visa', '/v1/customers', '/v1/customers/cus_1/sources']) {
      script = (response, { url }) =>
        url === step
          ? json(response, 200, {})
          : url.startsWith('/v1/tokens/')
            ? json(response, 404, noToken)
            : json(response, 200, { id: 'cus_1' });
      accounts.push(`acct-step${step.length}`);
      expect((await create(accounts.at(-1)!)).status).toBe(502);
    }
    for (const accountId of accounts) {
      expect((await service.store.page({ accountId, limit: 10 })).cards).toEqual([]);
    }
  });
});

describe('a failure that cannot be told', () => {
  const about = {
    surface: 'socket',
    method: 'POST',
    path: () => '/x',
    description: '',
    arguments: [],
    otherOperations: [],
  };

  test.each([[new Error('a defect')], [new HttpError('request_unreadable', 'no')], ['a text'], [undefined]])(
    'is still a reply, and a line in the log: %s',
    async (thrown) => {
      const fail = () => {
        throw thrown;
      };
      const reply = await call(makeHandler(about, { toErrorResponse: fail }, fail));
      expect(reply).toMatchObject({
        status: 500,
        body: { error: { type: 'api_error', correlation_id: reply.headers['x-correlation-id'] } },
      });
    },
  );
});

test('nothing that is answered ends the process, and nothing is left unhandled', async () => {
  script = (response, seen) => BAD_ANSWERS[rowOf(seen)]!.write(response);
  const child = fork(fileURLToPath(new URL('./answers-process.ts', import.meta.url)), {
    env: {
      PATH: process.env['PATH'],
      STRIPE_API_BASE: upstream.url,
      STRIPE_MAX_RETRIES: '0',
      LOG_LEVEL: 'silent',
    },
    execArgv: ['--unhandled-rejections=strict'],
  });
  const exited = once(child, 'exit');
  let statuses: number[] = [];
  child.on('message', (told) => {
    statuses = told as number[];
  });
  child.send(BAD_ANSWERS.map((_, row) => `sk_test_row${row}x`));
  expect(await exited).toEqual([0, null]);
  expect(statuses).toEqual(BAD_ANSWERS.map(({ status }) => status));
});
