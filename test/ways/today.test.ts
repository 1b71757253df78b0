/**
 * Every endpoint at a sandbox account of today that accepts card numbers: each does its job, or says in its own format what
 * took its place, as `functions/TODAY.md` has it.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/catalogue.ts';
import { type LocalDynamoDb, startDynamoDb } from '#lib/cli/dynamodb.ts';
import { resolve, story } from '#lib/cli/story.ts';
import { type RecordedBridges, recordBridges } from '#lib/manifest/shared/bridge-requests.ts';
import { callingEndpoints, type Verdict, verdictOf } from '#lib/manifest/shared/today-verdict.ts';
import { POLICIES } from '#sandbox/policies.ts';
import * as scenario from '../block/scenario.ts';
import { type Api, apiAt, type Reply } from '../helpers/api.ts';
import { call, type Sent } from '../helpers/call.ts';
import { cardEnvironment, TABLE, tokenOf } from '../helpers/cards.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { sentTo, validArguments } from '../helpers/valid-call.ts';
import { callerAt } from '../rest/client.ts';
import { callEverything } from '../rest/everything.ts';
import { testApi } from '../rest/server.ts';

const ACCOUNT = { ...POLICIES.today, raw_card_numbers: true };
const sandbox = testSandbox({ policies: ACCOUNT });
const server = testApi();

let entries: Entry[];
let recorded: RecordedBridges;
let api: Api;
let dynamo: LocalDynamoDb;

/** The files of endpoints that did their job, and what the others answered. */
const done = new Set<string>();
const rejected = new Map<string, string>();

beforeAll(async () => {
  entries = callingEndpoints(await readCatalogue());
  recorded = await recordBridges();
  api = apiAt(sandbox.url);
  dynamo = await startDynamoDb(TABLE);
  Object.assign(process.env, cardEnvironment(dynamo.url, sandbox.url, api.key), {
    CARD_PAYMENTS: 'payment_intents',
  });
});
afterAll(() => dynamo.close());

function entryOf(surface: string, name: string): Entry {
  return entries.find((entry) => entry.endpoint.surface === surface && entry.name === name)!;
}

/** What a reply says is wrong, in its surface's format; `undefined` where nothing is. */
function rejectionIn({ endpoint }: Entry, { status, body }: Reply): string | undefined {
  if (endpoint.surface === 'block') {
    return body.callback === 'error' ? body.contextWrites['#'].to.status_msg : undefined;
  }
  return status < 400 ? undefined : (body.error?.message ?? body.message ?? `status ${status}`);
}

/** What is in a reply. */
function contentOf({ endpoint }: Entry, { body }: Reply): Reply {
  return endpoint.surface === 'block' ? body.contextWrites['#'].to : body;
}

/** Calls an endpoint and notes what came of it; one that is gone or needs a switch is rejected first. */
async function visit(entry: Entry, args: object, sent: Sent = {}): Promise<Reply> {
  const verdict = verdictOf(entry, recorded);
  const send = (its: object) => call(entry.handler, { ...sentTo(entry, its as never, api.key), ...sent });
  if (verdict.kind === 'gone') {
    expectRejection(entry, await send(validArguments(entry)), verdict);
    return { id: 'gone' };
  }
  if (verdict.kind === 'needs a switch') {
    await api.post('/_sandbox/policies', { [verdict.policy]: false });
    expectRejection(entry, await send(args), verdict);
    await api.post('/_sandbox/policies', { [verdict.policy]: true });
  }
  const reply = await send(args);
  await api.post('/_sandbox/policies', ACCOUNT);
  const rejection = rejectionIn(entry, reply);
  if (rejection !== undefined) {
    throw new Error(`${entry.file} was rejected: ${rejection}`);
  }
  if (verdict.kind !== 'needs a switch' || ACCOUNT[verdict.policy as keyof typeof ACCOUNT]) {
    done.add(entry.file);
    rejected.delete(entry.file);
  }
  return contentOf(entry, reply);
}

function expectRejection(
  entry: Entry,
  reply: Reply,
  { sentence }: Extract<Verdict, { readonly sentence: string }>,
): void {
  const rejection = rejectionIn(entry, reply);
  expect([entry.file, rejection]).toEqual([entry.file, expect.stringContaining(sentence)]);
  rejected.set(entry.file, rejection!);
}

test.each(Object.entries(scenario))('the blocks of %s', async (_, play) => {
  await play({
    run: (name, args = {}, headers = {}) =>
      visit(entryOf('block', name), args, { headers: { host: 'functions.example.com', ...headers } }),
    advance: async (seconds) => {
      await api.post('/_sandbox/clock', { advance: seconds });
    },
  });
});

test('the operations of the REST API', async () => {
  const plain = callerAt(server.url, testKey());
  const routed = entries.filter(({ endpoint }) => endpoint.surface === 'rest');
  await callEverything(async (method, path, parameters) => {
    const entry = routed
      .filter((one) => one.method === method && patternOf(one.path).test(`/v1${path}`))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]!;
    const verdict = verdictOf(entry, recorded);
    const reply = await plain(method, path, parameters);
    if (verdict.kind === 'gone') {
      expectRejection(entry, reply, verdict);
      // Transfers go to the account's own bank account instead.
      return { ...reply, status: 200, body: { id: 'self' } };
    }
    if (reply.status === 200) {
      done.add(entry.file);
    }
    return reply;
  });
});

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}

test('the sockets, as the demo calls them', async () => {
  const results: Record<string, Reply> = {};
  for (const step of story.filter(({ status }) => status === 200)) {
    const args = resolve(step.arguments, results);
    results[step.name] =
      step.endpoint === undefined
        ? await api.post('/v1/plans', { ...args, id: 'demo' })
        : await visit(entryOf('socket', step.endpoint), 'plan' in args ? { ...args, plan: 'demo' } : args);
  }
});

test('the connector’s actions and triggers', async () => {
  const connector = (name: string, args: object = {}) => visit(entryOf('connector', name), args);
  const { id: Id } = await connector('CreateCustomer', { Email: 'jenny@example.com' });
  await connector('GetCustomer', { Id });
  await connector('UpdateCustomer', { Id, Description: 'Jenny' });
  const product = await connector('CreateProduct', { Name: 'Cap' });
  await connector('UpdateProduct', { Id: product.id, Name: 'Hat' });
  for (const { name, endpoint } of entries) {
    if (endpoint.surface === 'connector' && name.startsWith('OnNew')) {
      await connector(name);
    }
  }
});

test('the cards', async () => {
  const as = async (role: 'owner' | 'admin', name: string, args: object = {}) =>
    visit(entryOf('card', name), args, { key: await tokenOf({ account: 'a1', role }) });
  const year = new Date().getUTCFullYear() + 1;
  const card = { name: 'Business', number: '4242', month: 12, year, stripeToken: 'tok_visa' };
  const { id } = await as('owner', 'create', card);
  const other = await as('owner', 'create', card);
  expect((await as('admin', 'find')).data).toHaveLength(2);
  expect(await as('admin', 'get', { id })).toMatchObject({ current: true });
  expect(await as('owner', 'updateCurrent', { id: other.id })).toMatchObject({ current: true });
  await as('admin', 'getStripe', { id });
  await as('owner', 'remove', { id });
});

test('at least 165 do their job; each of the others says what took its place', async () => {
  const files = entries.map(({ file }) => file);
  expect(files).toHaveLength(191);
  expect(files.filter((file) => !done.has(file) && !rejected.has(file))).toEqual([]);
  expect(done.size).toBeGreaterThanOrEqual(165);
  expect(done.size + rejected.size).toBe(191);
  const gone = entries.filter((entry) => verdictOf(entry, recorded).kind === 'gone');
  expect([...rejected.keys()].sort()).toEqual(
    [...gone.map(({ file }) => file), 'functions/block/createAccount.ts'].sort(),
  );
});

test('TODAY.md has a row for each of them', async () => {
  const text = await readFile(new URL('../../functions/TODAY.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([^`]+)` \| ([a-z ]+) \|/gm)].map(([, name, kind]) => [name, kind]);
  expect(rows).toEqual(
    entries.map((entry) => [
      entry.endpoint.surface === 'rest' ? `${entry.method} ${entry.path}` : entry.name,
      verdictOf(entry, recorded).kind,
    ]),
  );
});
