/** Money moves once for each key, only when the user agrees, and within the limits of live keys. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/client';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { type Api, apiAt } from '../../../helpers/api.ts';
import {
  type Answer,
  callTool,
  connectHttp,
  connectStdio,
  ERAS,
  type ServedMcp,
  serveMcp,
} from '../../../helpers/mcp.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';

process.env['STRIPE_RETRY_DELAY'] = '1';

const sandbox = testSandbox({ policies: POLICIES.today });

let served: ServedMcp;
beforeAll(async () => {
  const { handler } = await import('../../../../functions/mcp/mcp.ts');
  served = await serveMcp(handler);
});
afterAll(() => served.close());

const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
  for (const name of ['STRIPE_MCP_CONFIRM', 'STRIPE_MCP_LIVE_KEYS', 'STRIPE_MCP_MAX_AMOUNT']) {
    delete process.env[name];
  }
});

/** A client of an account of its own, and that account. */
async function connect(
  era: (typeof ERAS)[number] = 'auto',
  answering?: Answer,
): Promise<{ client: Client; api: Api }> {
  const key = testKey();
  const client = await connectHttp(served.url, era, { key, ...(answering && { answering }) });
  open.push(client);
  return { client, api: apiAt(sandbox.url, key) };
}

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };

describe('a key', () => {
  test('is required of everything that moves money', async () => {
    const { client, api } = await connect();
    const { isError, value } = await callTool(client, 'create_charge', charge);
    expect(isError).toBe(true);
    expect(value.error).toMatchObject({ code: 'parameter_missing', param: 'idempotency_key' });
    expect((await api.get('/v1/charges')).data).toEqual([]);
  });

  test.each(ERAS)('makes one charge of two equal calls, era %s; it is a PaymentIntent', async (era) => {
    const { client, api } = await connect(era);
    const first = await callTool(client, 'create_charge', { ...charge, idempotency_key: 'order 1' });
    const again = await callTool(client, 'create_charge', { ...charge, idempotency_key: 'order 1' });
    expect(first.value).not.toHaveProperty('idempotent_replay');
    expect(again.value).toMatchObject({ id: first.value.id, idempotent_replay: true });
    const { data } = await api.at('2026-10-28.endive').get('/v1/payment_intents');
    expect(data).toEqual([expect.objectContaining({ amount: 500, latest_charge: first.value.id })]);
  });

  test('makes one charge of two calls at once', async () => {
    const { client, api } = await connect();
    const call = () => callTool(client, 'create_charge', { ...charge, idempotency_key: 'order 2' });
    const both = await Promise.all([call(), call()]);
    expect(new Set(both.filter(({ isError }) => !isError).map(({ value }) => value.id)).size).toBe(1);
    expect((await api.get('/v1/charges')).data).toHaveLength(1);
  });

  test('that is new makes another charge', async () => {
    const { client, api } = await connect();
    for (const idempotency_key of ['a', 'b']) {
      await callTool(client, 'create_charge', { ...charge, idempotency_key });
    }
    expect((await api.get('/v1/charges')).data).toHaveLength(2);
  });

  test('is rejected for another action', async () => {
    const { client, api } = await connect();
    await callTool(client, 'create_charge', { ...charge, idempotency_key: 'order 3' });
    const other = await callTool(client, 'create_charge', {
      ...charge,
      amount: 600,
      idempotency_key: 'order 3',
    });
    expect(other.value.error.type).toBe('idempotency_error');
    expect(other.value.error.what_to_do).toContain('Use a new one');
    expect((await api.get('/v1/charges')).data).toHaveLength(1);
  });

  test.each([
    ['create_charge', { ...charge, idempotency_key: 'lost 1' }, 'lost 1', '/v1/charges'],
    ['create_customer', { email: 'lost@example.com' }, expect.any(String), '/v1/customers'],
  ] as const)('is named when it is not known what became of %s', async (name, args, expected, list) => {
    const { client, api } = await connect();
    await api.post('/_sandbox/faults', { kind: 'drop_after', method: 'POST' });
    const lost = await callTool(client, name, args);
    expect(lost.isError).toBe(true);
    const { idempotency_key, what_to_do } = lost.value.error;
    expect(idempotency_key).toEqual(expected);
    expect(what_to_do).toContain(`idempotency_key ${JSON.stringify(idempotency_key)}`);
    await api.del('/_sandbox/faults');
    const again = await callTool(client, name, { ...args, idempotency_key });
    expect(again).toMatchObject({ isError: false, value: { idempotent_replay: true } });
    expect((await api.get(list)).data).toHaveLength(1);
  });
});

const yes: Answer = () => ({ action: 'accept' });

describe('confirmation', () => {
  /** Over stdio a legacy client can be asked as well. */
  const ways = ['HTTP auto', 'stdio auto', 'stdio legacy'] as const;

  async function connectBy(way: (typeof ways)[number], answering: Answer): Promise<Client> {
    const [transport, era] = way.split(' ') as ['HTTP' | 'stdio', 'auto' | 'legacy'];
    if (transport === 'HTTP') {
      return (await connect(era, answering)).client;
    }
    const { client } = await connectStdio(era, { answering });
    open.push(client);
    return client;
  }

  test.each(ways)('asks before money moves, and tells what for: %s', async (way) => {
    const asked: string[] = [];
    const client = await connectBy(way, (message) => {
      asked.push(message);
      return { action: 'accept' };
    });
    const paid = await callTool(client, 'create_charge', { ...charge, idempotency_key: 'c1' });
    expect(paid.value).toMatchObject({ paid: true, amount: 500 });
    expect(asked).toEqual([
      'create_charge (test mode) moves money. Amounts are in the smallest unit.\namount: 500\ncurrency: usd\nsource: tok_…',
    ]);
    await callTool(client, 'create_customer', { email: 'unasked@example.com' });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['decline', undefined],
    ['cancel', undefined],
    ['accept', false],
  ] as const)('%s with %s: nothing is done', async (action, confirm) => {
    for (const way of ways) {
      const client = await connectBy(way, () => ({ action, ...(confirm !== undefined && { confirm }) }));
      const { value } = await callTool(client, 'create_charge', { ...charge, idempotency_key: 'c2' });
      expect(value.error).toMatchObject({ code: 'confirmation_declined' });
      expect((await callTool(client, 'list_charges')).value.data ?? []).toEqual([]);
    }
  });

  test('asks also before something is gone for good, and by way of the directory', async () => {
    const asked: string[] = [];
    const { client } = await connect('auto', (message) => {
      asked.push(message);
      return { action: 'decline' };
    });
    const { value: customer } = await callTool(client, 'create_customer', {});
    const args = { operation: 'delete_customer', arguments: { customer: customer.id } };
    const { value } = await callTool(client, 'write_operation', args);
    expect(value.error.code).toBe('confirmation_declined');
    expect(asked).toEqual([
      expect.stringContaining(
        `cannot be undone. Amounts are in the smallest unit.\ncustomer: ${customer.id}`,
      ),
    ]);
  });

  test('never asks with never, and rejects what it cannot ask about with always', async () => {
    process.env['STRIPE_MCP_CONFIRM'] = 'never';
    const { client } = await connect('auto', () => ({ action: 'decline' }));
    expect((await callTool(client, 'create_charge', { ...charge, idempotency_key: 'c3' })).isError).toBe(
      false,
    );
    process.env['STRIPE_MCP_CONFIRM'] = 'always';
    const { client: mute, api } = await connect();
    const { value } = await callTool(mute, 'create_charge', { ...charge, idempotency_key: 'c4' });
    expect(value.error.code).toBe('confirmation_unavailable');
    expect((await api.get('/v1/charges')).data).toEqual([]);
  });
});

describe('an answer', () => {
  const META = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };

  async function post(key: string, params: object) {
    const response = await fetch(served.url, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': 'create_charge',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'create_charge', _meta: META, ...params },
      }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: an answer of the protocol.
    return (await response.json()) as any;
  }

  const args = { ...charge, idempotency_key: 'answer 1' };
  const inputResponses = { confirm: { action: 'accept', content: { confirm: true } } };

  async function question(key: string): Promise<string> {
    const { result } = await post(key, { arguments: args });
    expect(result.resultType).toBe('input_required');
    return result.requestState;
  }

  test('counts with the state of its question alone', async () => {
    const key = testKey();
    const requestState = await question(key);
    const api = apiAt(sandbox.url, key);
    const again = await post(key, { arguments: args, inputResponses });
    expect(again.result.resultType).toBe('input_required');
    const tampered = `${requestState.slice(0, -2)}${requestState.endsWith('A') ? 'BB' : 'AA'}`;
    const refused = await post(key, { arguments: args, inputResponses, requestState: tampered });
    expect(refused.error.code).toBe(-32_602);
    expect((await api.get('/v1/charges')).data).toEqual([]);
    const done = await post(key, { arguments: args, inputResponses, requestState });
    expect(done.result.structuredContent).toMatchObject({ paid: true });
  });

  test('does not count for another amount, another key of idempotency, or another caller', async () => {
    const key = testKey();
    const requestState = await question(key);
    for (const changed of [{ amount: 50_000 }, { idempotency_key: 'answer 2' }]) {
      const other = await post(key, { arguments: { ...args, ...changed }, inputResponses, requestState });
      expect(other.result.resultType).toBe('input_required');
    }
    const stranger = await post(testKey(), { arguments: args, inputResponses, requestState });
    expect(stranger.error.code).toBe(-32_602);
    expect((await apiAt(sandbox.url, key).get('/v1/charges')).data).toEqual([]);
  });
});

test('a client whose user agrees can pay over HTTP in the era of today', async () => {
  const { client } = await connect('auto', yes);
  const args = { ...charge, idempotency_key: 'agreed' };
  expect((await callTool(client, 'create_charge', args)).value.paid).toBe(true);
});
