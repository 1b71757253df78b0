/** How often a connection may call, counted by an instance and in a table. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import dynalite from 'dynalite';
import { handler as createCustomer } from '../../../../functions/connector/CreateCustomer.ts';
import { handler as onNewCharge } from '../../../../functions/connector/OnNewCharge.ts';
import { handler as onNewCustomer } from '../../../../functions/connector/OnNewCustomer.ts';
import { apiAt } from '../../../helpers/api.ts';
import { call } from '../../../helpers/call.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { advance, Flow, stillClock } from './flow.ts';

const sandbox = testSandbox();
stillClock();

const TABLE = 'rate-limits';
let server: Server;
let client: DynamoDBClient;

beforeAll(async () => {
  process.env['STRIPE_MAX_RETRIES'] = '0';
  server = dynalite({ createTableMs: 0 }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  client = new DynamoDBClient({});
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const create = (key: string) => call(createCustomer, { key, body: {} });
const flowOf = (key: string, handler = onNewCustomer) => new Flow(handler, 'x', { key });

describe.each([
  ['by an instance', undefined],
  ['in a table', TABLE],
])('counted %s', (_, table) => {
  beforeEach(() => {
    if (table !== undefined) {
      process.env['RATE_LIMIT_TABLE'] = table;
    }
  });
  afterEach(() => {
    delete process.env['RATE_LIMIT_TABLE'];
  });

  test('a connection makes 100 calls in 60 seconds; others are not concerned', async () => {
    const key = testKey();
    for (let calls = 0; calls < 100; calls += 1) {
      expect((await create(key)).status).toBe(200);
    }
    advance(50);
    const reply = await create(key);
    expect(reply).toMatchObject({
      status: 429,
      body: {
        status: 429,
        message: expect.stringContaining('100 calls in 60 seconds'),
        error: { type: 'rate_limit_error', code: 'rate_limit' },
      },
    });
    expect(reply.headers['retry-after']).toBe('10');
    expect((await create(testKey())).status).toBe(200);
    advance(10);
    expect((await create(key)).status).toBe(200);
  });

  test('a trigger is polled once in 120 seconds; other triggers are not concerned', async () => {
    const key = testKey();
    expect((await flowOf(key).look()).status).toBe(202);
    advance(20);
    const reply = await flowOf(key).look();
    expect(reply).toMatchObject({
      status: 429,
      body: {
        message: expect.stringContaining('120 seconds'),
        error: { type: 'rate_limit_error', code: 'rate_limit' },
      },
    });
    expect(reply.headers['retry-after']).toBe('100');
    expect((await flowOf(key, onNewCharge).look()).status).toBe(202);
    expect((await flowOf(testKey()).look()).status).toBe(202);
    advance(100);
    expect((await flowOf(key).look()).status).toBe(202);
  });

  test('a poll that is repeated is answered, one with the next state is not', async () => {
    const api = apiAt(sandbox.url);
    const flow = flowOf(api.key);
    await flow.poll();
    await api.post('/v1/customers');
    advance(130);
    const before = Date.now();
    expect((await flow.look()).status).toBe(200);
    expect((await flow.poll()).status).toBe(200);
    advance((before - Date.now()) / 1000 + 1);
    expect((await flow.poll()).status).toBe(429);
    expect((await flow.poll()).status).toBe(202);
  });

  test.each([
    ['first', 0],
    ['later', 1],
  ])(
    'a %s poll that failed does not count, and is repeated as soon as its caller likes',
    async (_, before) => {
      const api = apiAt(sandbox.url);
      const flow = flowOf(api.key);
      for (let polls = 0; polls < before; polls += 1) {
        await flow.poll();
      }
      for (let failures = 0; failures < 2; failures += 1) {
        await api.post('/_sandbox/faults', { kind: 'error', status: '503', method: 'GET', count: 1 });
        expect((await flow.look()).status).toBe(503);
        advance(5);
      }
      expect((await flow.look()).status).toBe(202);
      advance(5);
      const other = await flowOf(api.key).look();
      expect([other.status, other.headers['retry-after']]).toEqual([429, '115']);
    },
  );

  test('a poll that was asked for at once is answered at once', async () => {
    const api = apiAt(sandbox.url);
    const flow = flowOf(api.key);
    await flow.poll();
    await api.post('/v1/customers');
    advance(600);
    await api.post('/v1/customers');
    advance(600);
    const reply = await flow.poll();
    expect(reply).toMatchObject({ status: 200, headers: { 'retry-after': '1' } });
    expect((await flow.poll()).status).toBe(200);
    expect(flow.received).toHaveLength(2);
  });
});

describe('a table', () => {
  const key = testKey();
  beforeEach(() => {
    process.env['RATE_LIMIT_TABLE'] = TABLE;
  });
  afterEach(() => {
    delete process.env['RATE_LIMIT_TABLE'];
    jest.restoreAllMocks();
  });

  test('holds what other instances count, and no key', async () => {
    await create(key);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
    expect(JSON.stringify(Items)).not.toContain('sk_test');
    const [mine] = Items.filter(({ points }) => points?.N === '1').sort(
      (a, b) => Number(b['expire']!.N) - Number(a['expire']!.N),
    );
    expect(mine!['key']!.S).toMatch(/^connector-calls:[\w-]{43}$/);
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...mine, points: { N: '100' } } }));
    expect((await create(key)).status).toBe(429);
  });

  test('that cannot be reached stops no call, and is logged', async () => {
    const lines: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    Object.assign(process.env, { RATE_LIMIT_TABLE: 'missing', LOG_LEVEL: 'error' });
    const flow = flowOf(testKey());
    const statuses = [(await flow.look()).status, (await flow.look()).status];
    process.env['LOG_LEVEL'] = 'silent';
    expect(statuses).toEqual([202, 429]);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'error',
      surface: 'connector',
      failure: 'aws_error',
      problem: expect.stringContaining('table missing cannot count calls: ResourceNotFoundException'),
    });
  });
});
