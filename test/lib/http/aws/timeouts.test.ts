/** Whatever a call depends on may accept it and stay silent: the call ends in time, and tells the truth. */
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import type { Network } from '#lib/surfaces/block/file-download.ts';
import { call, type Received, type Sent } from '../../../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf, WEBHOOK_SECRET } from '../../../helpers/cards.ts';
import { certificateFor } from '../../../helpers/certificate.ts';
import { MANNERS, type Manner, type SlowServer, startSlowServer } from '../../../helpers/slow.ts';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';

const KEY = 'sk_test_timeouts';
const manners = Object.keys(MANNERS) as Manner[];
const ENVIRONMENT = { ...process.env };

/** Only the timers that end a call are faked: it ends when a server says that it is waited for, however busy the machine is. */
const ONLY_TIMEOUTS: Parameters<typeof jest.useFakeTimers>[0] = {
  doNotFake: [
    'Date',
    'clearImmediate',
    'clearInterval',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'setInterval',
  ],
};

/** How long an answer is waited for in these tests, unless a test says otherwise, in milliseconds. */
const PATIENCE = '60000';

/** How much time passes whenever a slow server leaves a caller waiting, in milliseconds: a little more than that. */
let passing: number;

/** Lets the time pass that a caller waits. Other events go first, as they do where it takes long. */
const pass = () => void setImmediate(() => jest.advanceTimersByTime(passing));

let slow: SlowServer;
let dynamo: LocalDynamoDb;
let fine: Upstream;

beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  [slow, dynamo, fine] = await Promise.all([
    startSlowServer(pass),
    startDynamoDb(TABLE),
    startUpstream((response) => json(response, 200, { id: 'cus_1', object: 'customer' })),
  ]);
});
afterAll(() => Promise.all([slow.close(), dynamo.close(), fine.close()]));

beforeEach(() => {
  slow.asked.length = 0;
  passing = 61_000;
  jest.useFakeTimers(ONLY_TIMEOUTS);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((time) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('The time is over.', 'TimeoutError')), time);
    return controller.signal;
  });
});
afterEach(() => {
  jest.useRealTimers();
  jest.mocked(AbortSignal.timeout).mockRestore();
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, ENVIRONMENT);
});

/** Does something, and checks that its connections are closed after it, and that it has left no timer running. */
async function leavingNothing<T>(work: () => Promise<T>, server = slow): Promise<T> {
  const result = await work();
  await server.drained();
  while (jest.getTimerCount() > 0) {
    // A timer is cleared when the caller, too, hears that its connection was closed.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return result;
}

async function callLeavingNothing(file: string, sent: Sent): Promise<Received> {
  const handler = await handlerOf(file);
  return leavingNothing(() => call(handler, sent));
}

const imported = new Map<string, Handler>();

/** The function with the settings that the environment has now. It is imported once for all tests that have the same. */
async function handlerOf(file: string): Promise<Handler> {
  const key = JSON.stringify([file, Object.entries(process.env).sort()]);
  const handler = imported.get(key) ?? (await importAnew(file));
  imported.set(key, handler);
  return handler;
}

/** Imports a function in the way of a new instance, which has made no client yet. */
async function importAnew(file: string): Promise<Handler> {
  let handler!: Handler;
  await jest.isolateModulesAsync(async () => {
    ({ handler } = await import(`../../../../functions/${file}.ts`));
  });
  return handler;
}

const at = (port: number) => `http://127.0.0.1:${port}`;
const CARD = { name: 'Business', number: '4242', month: '12', year: '2035', stripeToken: 'tok_visa' };

function withCards(more: Record<string, string> = {}): void {
  Object.assign(
    process.env,
    cardEnvironment(dynamo.url, at(slow.port)),
    { CARD_TIMEOUT: PATIENCE, CALL_BUDGET: '600000' },
    more,
  );
}

const cardCall = async (more: Sent = {}): Promise<Sent> => ({
  key: await tokenOf({ account: 'a-1', role: 'owner' }),
  body: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  ...more,
});

describe.each(manners)('Stripe %s', (manner) => {
  beforeEach(() => {
    slow.manner = manner;
    withCards({ STRIPE_TIMEOUT: PATIENCE, STRIPE_MAX_RETRIES: '1', STRIPE_RETRY_DELAY: '1' });
  });

  const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  test.each<[string, Sent, number]>([
    ['socket/create-charge', { body: { amount: 500, currency: 'usd', card: 'tok_visa' } }, 504],
    ['block/createCharge', { body: { args: charge } }, 200],
    ['connector/CreateCustomer', { body: {} }, 504],
    ['rest/charges.post', { body: 'amount=500&currency=usd&card=tok_1', headers: form }, 504],
  ])('%s: two attempts with one key, which the reply tells', async (file, sent, status) => {
    const reply = await callLeavingNothing(file, { key: KEY, ...sent });
    expect(reply.status).toBe(status);
    expect(reply.body.callback).toBe(file.startsWith('block') ? 'error' : undefined);
    expect(JSON.stringify(reply.body)).toContain('"code":"stripe_timeout"');
    const [, key] = /Idempotency-Key: ([\w-]+)/.exec(JSON.stringify(reply.body))!;
    // What is sent to Stripe may be made from it: who calls again with it sends the same once more.
    await callLeavingNothing(file, {
      key: KEY,
      ...sent,
      headers: { ...sent.headers, 'idempotency-key': key! },
    });
    const keys = slow.asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(4).fill(expect.stringMatching(/^[\w-]{20,}$/)));
    expect(new Set(keys).size).toBe(1);
  });

  test('the card service: 504, and the call can be repeated', async () => {
    const reply = await callLeavingNothing('card/create', await cardCall({ body: CARD }));
    expect(reply).toMatchObject({
      status: 504,
      body: { error: { type: 'api_connection_error', code: 'stripe_timeout' } },
    });
    expect(slow.asked).toHaveLength(2);
  });
});

describe.each(manners)('DynamoDB %s', (manner) => {
  beforeEach(() => {
    slow.manner = manner;
    withCards({ CARD_TABLE_ENDPOINT: at(slow.port) });
  });

  test('a card cannot be had: 503 after four attempts', async () => {
    const reply = await callLeavingNothing('card/remove', await cardCall());
    expect(reply).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: { type: 'api_error', code: 'store_unavailable' } },
    });
    expect(slow.asked).toHaveLength(4);
  });

  test('an event is not taken, so that Stripe sends it again', async () => {
    const object = { id: 'cus_1', object: 'customer' };
    const body = JSON.stringify({ id: 'evt_1', type: 'customer.updated', created: 1, data: { object } });
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${time}.${body}`).digest('hex');
    const headers = { 'stripe-signature': `t=${time},v1=${signature}` };
    const reply = await callLeavingNothing('webhooks/stripe', { headers, body });
    expect(reply.status).toBe(503);
  });

  test('the call is over when its time is, whatever is still waited for', async () => {
    const other = Object.assign(await startSlowServer(pass), { manner });
    withCards({ CARD_TABLE_ENDPOINT: at(other.port), CALL_BUDGET: '25000' });
    passing = 30_000;
    const reply = await call(await importAnew('card/remove'), await cardCall());
    expect(reply).toMatchObject({
      status: 504,
      body: { error: { type: 'api_error', code: 'call_timeout' } },
    });
    expect(other.asked).toHaveLength(1);
    await other.close();
  });
});

describe.each(manners)('an answer that %s is asked for again', (manner) => {
  test('by the card table', async () => {
    const { handle } = await passingOnSecond(manner, dynamo.url);
    withCards({ CARD_TABLE_ENDPOINT: handle.url });
    const reply = await call(await importAnew('card/remove'), await cardCall());
    await handle.close();
    expect([reply.status, reply.body.error.code]).toEqual([404, 'resource_missing']);
    expect(handle.seen.length).toBeGreaterThan(1);
  });
});

/** A server that does not answer the first request in time, and passes on the others. */
async function passingOnSecond(manner: Manner, to: string): Promise<{ handle: Upstream }> {
  const handle = await startUpstream(async (response, { method, url, headers, bytes }, index) => {
    if (index === 0) {
      MANNERS[manner](response, pass);
      return;
    }
    const { host: _, connection: __, 'content-length': ___, ...rest } = headers;
    const answer = await fetch(to + url, { method, headers: rest as Record<string, string>, body: bytes });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! });
    response.end(await answer.text());
  });
  return { handle };
}

test.each(manners)(
  'Systems Manager %s: 503 after three attempts, and the next call asks again',
  async (manner) => {
    slow.manner = manner;
    withCards({
      CARD_STRIPE_KEY: 'ssm:/cards/key',
      AWS_ENDPOINT_URL_SSM: at(slow.port),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    const handler = await importAnew('card/remove');
    for (const attempts of [3, 6]) {
      const reply = await leavingNothing(async () => call(handler, await cardCall()));
      expect(reply).toMatchObject({
        status: 503,
        body: { error: { type: 'api_error', code: 'not_configured' } },
      });
      expect(slow.asked).toHaveLength(attempts);
    }
  },
);

test.each(manners)('who publishes the keys of tokens %s: 503 after two attempts', async (manner) => {
  slow.manner = manner;
  withCards({
    CARD_JWT_SECRET: '',
    CARD_JWKS_URL: `${at(slow.port)}/jwks.json`,
    CARD_JWT_ISSUER: 'someone',
    CARD_JWT_AUDIENCE: 'cards',
  });
  const { privateKey } = await generateKeyPair('ES256');
  const key = await new SignJWT({ account: 'a-1', role: 'owner' })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer('someone')
    .setAudience('cards')
    .setExpirationTime('1h')
    .sign(privateKey);
  const handler = await importAnew('card/remove');
  const sent = await cardCall({ key });
  const reply = await leavingNothing(() => call(handler, sent));
  expect(reply).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    body: { error: { type: 'api_error', code: 'token_keys_unavailable' } },
  });
  expect(slow.asked.map(({ url }) => url)).toEqual(['/jwks.json', '/jwks.json']);
});

test.each(manners)('the table of limits %s: calls are counted by the instance', async (manner) => {
  slow.manner = manner;
  // More than the table is waited for, and less than a call may take.
  passing = 5_000;
  Object.assign(process.env, {
    STRIPE_API_BASE: fine.url,
    RATE_LIMIT_TABLE: 'limits',
    AWS_ENDPOINT_URL_DYNAMODB: at(slow.port),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const handler = await importAnew('connector/CreateCustomer');
  const reply = await leavingNothing(() => call(handler, { key: KEY, body: {} }));
  expect(reply).toMatchObject({ status: 200, body: { id: 'cus_1' } });
  expect(slow.asked).toHaveLength(2);
});

describe('the address of an upload', () => {
  const HOST = 'files.example.com';
  const { cert, key } = certificateFor(HOST);
  const inside: Network = {
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    isAllowed: () => true,
    ca: cert,
  };
  let secure: SlowServer;
  let mute: SlowServer;
  beforeAll(async () => {
    [secure, mute] = await Promise.all([startSlowServer(pass, { cert, key }), startSlowServer(pass, 'mute')]);
  });
  afterAll(() => Promise.all([secure.close(), mute.close()]));

  async function upload(port: number): Promise<Received> {
    process.env['STRIPE_API_BASE'] = fine.url;
    const { block } = await import('#lib/surfaces/block/block.ts');
    const { file, fetchThenUpload: uploading } = await import('#lib/surfaces/block/upload.ts');
    const fileUploads = await import('#lib/operations/file-uploads.ts');
    const handler = block(fileUploads.create, { file, purpose: 'purpose' }, uploading(inside));
    const args = { file: `https://${HOST}:${port}/a.pdf`, purpose: 'dispute_evidence' };
    // Half of what is left is for the file.
    const context = { getRemainingTimeInMillis: () => 100_000 };
    return call(handler, { key: KEY, body: { args }, context });
  }

  test.each<[string, () => SlowServer]>([
    ['does not even shake hands', () => mute],
    ...manners.map((manner): [string, () => SlowServer] => [manner, () => Object.assign(secure, { manner })]),
  ])('%s: the argument is at fault, and nothing reaches Stripe', async (_, server) => {
    const before = fine.seen.length;
    const { body } = await leavingNothing(() => upload(server().port), server());
    expect(body.callback).toBe('error');
    expect(body.contextWrites['#'].to).toMatchObject({
      status_code: 'INVALID_FIELDS',
      status_msg: expect.stringMatching(/^file could not be fetched: it took more than \d+ ms\.$/),
      fields: [{ name: 'file' }],
    });
    expect(fine.seen).toHaveLength(before);
  });
});
