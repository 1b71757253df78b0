/** Live keys do only what a setting says, and move no more than it says. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/client';
import {
  type Answer,
  callTool,
  connectHttp,
  connectStdio,
  type ServedMcp,
  serveMcp,
} from '../../../helpers/mcp.ts';
import { json, type Script, startUpstream, type Upstream } from '../../../helpers/upstream.ts';

const KEY = 'sk_live_canaryKey4Jk81';

let upstream: Upstream;
let served: ServedMcp;
let script: Script;
const open: Client[] = [];

beforeAll(async () => {
  upstream = await startUpstream((...request) => script(...request));
  process.env['STRIPE_API_BASE'] = upstream.url;
  const { handler } = await import('../../../../functions/mcp/mcp.ts');
  served = await serveMcp(handler);
});
beforeEach(() => {
  upstream.seen.length = 0;
  script = (response, { method }) =>
    json(response, 200, { id: 'ch_1', object: 'charge', amount: 9_000, method });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
  delete process.env['STRIPE_MCP_LIVE_KEYS'];
  delete process.env['STRIPE_MCP_MAX_AMOUNT'];
});
afterAll(() => Promise.all([upstream.close(), served.close()]));

async function connect(answering?: Answer, key = KEY): Promise<Client> {
  const client = await connectHttp(served.url, 'auto', { key, ...(answering && { answering }) });
  open.push(client);
  return client;
}

const yes: Answer = () => ({ action: 'accept' });
const charge = { amount: 500, currency: 'usd', source: 'tok_visa', idempotency_key: 'live' };

test('do nothing unless a setting says so, whatever their form', async () => {
  for (const key of [KEY, 'rk_live_canaryKey4Jk81', 'sk_org_live_canaryKey4Jk81', 'other']) {
    const client = await connect(yes, key);
    for (const [name, args] of [
      ['retrieve_balance', {}],
      ['create_charge', charge],
    ] as const) {
      expect((await callTool(client, name, args)).value.error.code).toBe('live_key_not_allowed');
    }
  }
  expect(upstream.seen).toEqual([]);
});

test('read with read', async () => {
  process.env['STRIPE_MCP_LIVE_KEYS'] = 'read';
  const client = await connect(yes);
  expect((await callTool(client, 'retrieve_charge', { charge: 'ch_1' })).value.id).toBe('ch_1');
  expect((await callTool(client, 'create_customer')).value.error.code).toBe('live_key_not_allowed');
  expect(upstream.seen.map(({ method }) => method)).toEqual(['GET']);
});

test('pay with write, when the user was asked and agreed', async () => {
  process.env['STRIPE_MCP_LIVE_KEYS'] = 'write';
  const mute = await callTool(await connect(), 'create_charge', charge);
  expect(mute.value.error.code).toBe('confirmation_unavailable');
  const asked: string[] = [];
  const client = await connect((message) => {
    asked.push(message);
    return { action: 'accept' };
  });
  expect((await callTool(client, 'create_charge', charge)).isError).toBe(false);
  expect(asked).toEqual([expect.stringContaining('LIVE MODE, real money')]);
  expect(upstream.seen.map(({ method }) => method)).toEqual(['POST']);
});

const OVER: readonly (readonly [string, object])[] = [
  ['create_charge', { ...charge, amount: 8_001 }],
  ['capture_charge', { charge: 'ch_1', idempotency_key: 'k' }],
  ['create_refund', { charge: 'ch_1', idempotency_key: 'k' }],
  ['pay_invoice', { invoice: 'in_1', idempotency_key: 'k' }],
  ['create_subscription', { customer: 'cus_1', plan: 'gold', quantity: 2, idempotency_key: 'k' }],
  ['update_subscription', { subscription: 'sub_1', quantity: 3, idempotency_key: 'k' }],
  ['create_transfer', { amount: 8_001, currency: 'usd', destination: 'acct_1', idempotency_key: 'k' }],
  ['create_transfer_reversal', { id: 'tr_1', idempotency_key: 'k' }],
  ['create_fee_refund', { id: 'fee_1', idempotency_key: 'k' }],
  ['create_invoice', { customer: 'cus_1', idempotency_key: 'k' }],
];

test.each(OVER)('%s moves no more than the limit', async (name, args) => {
  process.env['STRIPE_MCP_LIVE_KEYS'] = 'write';
  process.env['STRIPE_MCP_MAX_AMOUNT'] = '8000';
  script = (response, { url }) => {
    const found = url.startsWith('/v1/plans')
      ? { id: 'gold', object: 'plan', amount: 4_500 }
      : { id: 'x', object: 'x', amount: 9_000, amount_due: 9_000, plan: { id: 'gold' }, quantity: 1 };
    json(response, 200, found);
  };
  const client = await connect(yes);
  const { tools } = await client.listTools();
  const isOffered = tools.some((tool) => tool.name === name);
  const { value } = isOffered
    ? await callTool(client, name, args)
    : await callTool(client, 'write_operation', { operation: name, arguments: args });
  expect(value.error).toMatchObject({ code: 'amount_too_large' });
  expect(value.error.message).toMatch(/would move (8001|9000|13500); .* at most 8000/);
  expect(upstream.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('an amount that cannot be told is too large', async () => {
  process.env['STRIPE_MCP_LIVE_KEYS'] = 'write';
  script = (response) => json(response, 200, { id: 'ch_1', object: 'charge' });
  const { value } = await callTool(await connect(yes), 'capture_charge', {
    charge: 'ch_1',
    idempotency_key: 'k',
  });
  expect(value.error.code).toBe('amount_too_large');
});

test('the command does not start with a live key that may do nothing', async () => {
  const environment = { STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE: upstream.url };
  await expect(connectStdio('auto', { environment })).rejects.toThrow();
  const { client } = await connectStdio('auto', {
    environment: { ...environment, STRIPE_MCP_LIVE_KEYS: 'read' },
  });
  open.push(client);
  expect((await callTool(client, 'retrieve_charge', { charge: 'ch_1' })).value.id).toBe('ch_1');
});
