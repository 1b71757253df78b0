/** A body of 1 MB that is wrong in many ways is refused in few words that name what is wrong; what it costs is in `bench/`. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { call, type Received } from '../helpers/call.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { json, startUpstream, type Upstream } from '../helpers/upstream.ts';

process.env['LOG_LEVEL'] = 'silent';

const KEY = 'sk_test_large4Mf90';
const MEGABYTE = 1_000_000;
const LARGEST_REFUSAL = 256 * 1024;

let upstream: Upstream;
const handlers: Record<string, Handler> = {};
beforeAll(async () => {
  upstream = await startUpstream((response) => json(response, 200, { id: 'or_1', object: 'order' }));
  process.env['STRIPE_API_BASE'] = upstream.url;
  for (const name of [
    'block/createOrder',
    'socket/create-charge',
    'connector/CreateProduct',
    'rest/charges.post',
  ]) {
    handlers[name] = (await import(`../../functions/${name}.ts`)).handler;
  }
});
afterAll(() => upstream.close());

const keys = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, at) => [`k${at}`, 1]));
const order = (args: object) => ({ args: { currency: 'usd', ...args } });

/** Refuses a call with a body that cannot be carried out. */
const ERROR_DESCRIPTIONS: readonly [what: string, name: string, body: object, told: RegExp][] = [
  [
    'a list as text',
    'block/createOrder',
    order({ items: 'a,'.repeat(MEGABYTE / 2) }),
    /^items must be a list of at most/,
  ],
  [
    'a list of numbers',
    'block/createOrder',
    order({ items: Array(MEGABYTE / 2).fill(1) }),
    /^items must be a list/,
  ],
  [
    'a list as JSON',
    'block/createOrder',
    order({ items: `[${'1,'.repeat(MEGABYTE / 2 - 1)}1]` }),
    /^items must be/,
  ],
  [
    'many wrong values',
    'block/createOrder',
    order({ items: Array(1000).fill(keys(60)) }),
    /items\[0\]\[k0\] .* \d+ more problems are not listed\.$/,
  ],
  [
    'metadata of many keys',
    'block/createOrder',
    order({ metadata: keys(80_000) }),
    /^metadata must be .*at most 50 key/,
  ],
  [
    'metadata as pairs',
    'block/createOrder',
    order({
      metadata: Array(101)
        .fill(0)
        .map((_, at) => ({ key: `k${at}`, value: 1 })),
    }),
    /metadata must be/,
  ],
  [
    'a long name',
    'block/createOrder',
    order({ shipping: { ['k'.repeat(MEGABYTE)]: 1 } }),
    /shipping\[k{100}…\] is not a field/,
  ],
  [
    'a place of a long name',
    'block/createOrder',
    { to: 'k'.repeat(MEGABYTE), args: {} },
    /to must be at most 255/,
  ],
  [
    'a list for a card',
    'socket/create-charge',
    { amount: 500, currency: 'usd', card: Array(MEGABYTE / 2).fill(1) },
    /^card must be/,
  ],
  [
    'a dictionary of many keys',
    'socket/create-charge',
    { amount: 500, currency: 'usd', card: keys(80_000) },
    /card\[k0\] is not a field/,
  ],
  [
    'a long text',
    'socket/create-charge',
    { amount: '1'.repeat(MEGABYTE), currency: 'usd', card: 'tok_visa' },
    /amount must be .*; got "1{59}…\.$/,
  ],
  [
    'a list of pictures',
    'connector/CreateProduct',
    { Name: 'x', Images: 'a,'.repeat(MEGABYTE / 2) },
    /^Images must be/,
  ],
  ['unknown keys', 'rest/charges.post', keys(80_000), /k0.* \d+ more problems are not listed\.$/],
  [
    'expand',
    'rest/charges.post',
    { amount: 500, currency: 'usd', card: 'tok_visa', expand: Array(MEGABYTE / 2).fill(1) },
    /expand/,
  ],
  [
    'names of control characters',
    'rest/charges.post',
    Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`${'\u0001'.repeat(150)}${at}`, 1])),
    /more problems are not listed\.$/,
  ],
];

describe('is refused', () => {
  test.each(ERROR_DESCRIPTIONS)('%s, %s', async (_, name, body, told) => {
    const reply = await call(handlers[name]!, {
      key: KEY,
      body: name === 'rest/charges.post' ? JSON.stringify(body) : body,
    });
    expect(messageOf(reply)).toMatch(told);
    expect(JSON.stringify([reply.body, reply.headers]).length).toBeLessThan(LARGEST_REFUSAL);
    expect(upstream.seen).toEqual([]);
  });
});

function messageOf({ status, body }: Received): string {
  const { contextWrites } = body;
  if (contextWrites !== undefined) {
    return contextWrites['#'].to.status_msg;
  }
  expect(status).toBe(400);
  return body.error.message;
}

test('unknown arguments that are ignored are named as far as a header goes', async () => {
  const body = { amount: 500, currency: 'usd', card: 'tok_visa', ...keys(80_000), ['x'.repeat(1000)]: 1 };
  const { status, headers } = await call(handlers['socket/create-charge']!, { key: KEY, body });
  expect(status).toBe(200);
  expect(headers['x-ignored-arguments']).toMatch(/^k0, k1, .*, k19, and 79981 more$/);
});

test('as many keys as Stripe keeps are set, and as many removed', async () => {
  const metadata = (set: number, removed: number) => ({
    ...keys(set),
    ...Object.fromEntries(Array.from({ length: removed }, (_, at) => [`old${at}`, ''])),
  });
  const statuses = [];
  for (const [set, removed] of [
    [50, 50],
    [51, 0],
    [50, 51],
    [0, 100],
  ] as const) {
    const body = { amount: 500, currency: 'usd', card: 'tok_visa', metadata: metadata(set, removed) };
    const { status } = await call(handlers['rest/charges.post']!, { key: KEY, body: JSON.stringify(body) });
    statuses.push([set, removed, status]);
  }
  expect(statuses).toEqual([
    [50, 50, 200],
    [51, 0, 400],
    [50, 51, 400],
    [0, 100, 200],
  ]);
});

describe('is refused by the sandbox', () => {
  const sandbox = testSandbox();
  const pairs = (name: (at: number) => string) =>
    Array.from({ length: 9_000 }, (_, at) => `${name(at)}=1`).join('&');

  test.each([
    ['unknown parameters', pairs((at) => `k${at}`), 'k0'],
    ['a long list', pairs((at) => `expand[${at}]`), 'expand'],
    ['metadata', pairs((at) => `metadata[k${at}]`), 'metadata'],
    ['a long name', `${'k'.repeat(MEGABYTE)}=1`, expect.stringMatching(/^k{200}$/)],
  ])('%s', async (_, body, param) => {
    const response = await fetch(`${sandbox.url}/v1/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'invalid_request_error', param } });
    expect(text.length).toBeLessThan(1_000);
  });
});
