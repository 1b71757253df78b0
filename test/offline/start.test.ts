/** A few calls over HTTP, through serverless-offline, to what `npm start` serves. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Running, start } from '../helpers/command.ts';
import { testKey } from '../helpers/sandbox.ts';
import { json, startUpstream } from '../helpers/upstream.ts';

// A start takes two seconds, and several times that where the machine is busy.
jest.setTimeout(60_000);

const READY = /API {6}(\S+)\n {2}Sandbox {2}(\S+)/;

const startService = () => start('lib/cli/start.ts', [], { PORT: '0', SANDBOX_PORT: '0' });

let service: Running;
let api: string;

beforeAll(async () => {
  service = startService();
  [, api] = (await service.printed(READY)) as unknown as [string, string];
});

afterAll(async () => {
  service.kill('SIGTERM');
  expect(await service.ended).toBe(0);
});

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${testKey()}`, ...headers },
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

test('a customer is created from JSON', async () => {
  const reply = await post('/stripe/create-customer', '{"description": "Jenny Rosen"}', {
    'Content-Type': 'application/json',
  });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ object: 'customer', description: 'Jenny Rosen' });
});

test('a customer is created from a form that holds the key', async () => {
  const reply = await post('/stripe/create-customer', `apiKey=${testKey()}&description=Jenny+Rosen`, {
    Authorization: '',
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ object: 'customer', description: 'Jenny Rosen' });
});

test('a body that is not JSON is refused, and is not logged', async () => {
  const reply = await post('/stripe/create-customer', '{"description": "4242424242424242",}', {
    'Content-Type': 'application/json',
  });
  expect(reply.status).toBe(400);
  expect(reply.body.error.type).toBe('invalid_request_error');
  expect(service.output()).not.toContain('4242424242424242');
});

test('arguments that do not fit are refused together', async () => {
  const reply = await post('/stripe/create-charge', 'amount=12abc');
  expect(reply.status).toBe(400);
  expect(reply.body.error.errors).toEqual([
    expect.objectContaining({ param: 'amount', code: 'parameter_invalid' }),
    expect.objectContaining({ param: 'currency', code: 'parameter_missing' }),
    expect.objectContaining({ param: 'card', code: 'parameter_missing' }),
  ]);
});

test('another path is not found', async () => {
  const reply = await post('/stripe/no-such-endpoint', '');
  expect(reply.status).toBe(404);
  expect(reply.body.error.message).toContain('POST /stripe/no-such-endpoint');
});

test('another method is refused, and the right one named', async () => {
  const response = await fetch(`${api}/stripe/create-customer`);
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
});

test('a body over one megabyte is refused', async () => {
  const reply = await post('/stripe/create-customer', `description=${'x'.repeat(1024 * 1024)}`);
  expect(reply.status).toBe(413);
});

test('each call is one line in the log', async () => {
  const { headers } = await post('/stripe/create-customer', '');
  const id = headers.get('x-correlation-id');
  const [line] = await service.printed(new RegExp(`^.*${id}.*$`, 'm'));
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    surface: 'socket',
    endpoint: 'POST /stripe/create-customer',
    status: 200,
    duration_ms: expect.any(Number),
    stripe_request_id: expect.stringMatching(/^req_/),
    correlation_id: id,
  });
});

test('nothing but what is ready and the calls is printed', () => {
  const lines = service.output().trimEnd().split('\n');
  const ready = lines.findIndex((line) => line.includes('Try it'));
  expect(lines[0]).toMatch(/^Ready after/);
  for (const line of lines.slice(ready + 1).filter((one) => one !== '')) {
    expect(JSON.parse(line)).toHaveProperty('correlation_id');
  }
});

test('where Stripe is elsewhere, it is called there and no sandbox is started', async () => {
  const upstream = await startUpstream((response) => json(response, 200, { object: 'customer' }));
  const running = start('lib/cli/start.ts', [], { PORT: '0', STRIPE_API_BASE: upstream.url });
  const [, url] = (await running.printed(/API {6}(\S+)\n {2}Stripe {3}\S+/)) as unknown as [string, string];
  const response = await fetch(`${url}/stripe/create-customer`, { method: 'POST', body: 'apiKey=sk_live_1' });
  running.kill('SIGTERM');
  await running.ended;
  await upstream.close();
  expect(await response.json()).toEqual({ object: 'customer' });
  expect(upstream.seen).toMatchObject([
    { url: '/v1/customers', headers: { authorization: 'Bearer sk_live_1' } },
  ]);
  expect(running.output()).not.toContain('sk_live_1');
});

describe('no process is left behind', () => {
  test('by Ctrl-C', async () => {
    const running = startService();
    const [, url, sandbox] = (await running.printed(READY)) as unknown as [string, string, string];
    running.kill('SIGINT');
    expect(await running.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    await expect(fetch(sandbox)).rejects.toThrow('fetch failed');
  });

  test.each([100, 500, 900])('when it is interrupted after %d ms', async (milliseconds) => {
    const running = startService();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running.kill('SIGINT');
    await running.ended;
  });

  test('when it is killed', async () => {
    const running = startService();
    await running.printed(READY);
    running.kill('SIGKILL');
    expect(await running.ended).toBeNull();
  });

  test('when serverless-offline ends by itself', async () => {
    const running = startService();
    await running.printed(READY);
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,pid=']);
    const [, child] = new RegExp(`^\\s*${running.pid}\\s+(\\d+)`, 'm').exec(stdout)!;
    process.kill(Number(child), 'SIGKILL');
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('serverless-offline ended by itself.');
  });
});
