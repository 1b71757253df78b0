/** The REST API over HTTP, through serverless-offline: all 56 operations at the RAML's version, and what HTTP asks besides. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Running, start } from '../helpers/command.ts';
import { testKey } from '../helpers/sandbox.ts';
import { callerAt } from '../rest/client.ts';
import { callEverything, OPERATIONS } from '../rest/everything.ts';

let service: Running;
let api: string;

beforeAll(async () => {
  service = start('lib/cli/start.ts', [], {
    PORT: '0',
    SANDBOX_PORT: '0',
    CORS_ORIGINS: 'https://shop.example.com',
  });
  [, api] = (await service.printed(/API {6}(\S+)\n/)) as unknown as [string, string];
});

afterAll(async () => {
  service.kill('SIGTERM');
  expect(await service.ended).toBe(0);
});

test('all operations are called', async () => {
  const called = await callEverything(callerAt(api, testKey()));
  expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
}, 120_000);

test('what is not served is not found, in Stripe’s words', async () => {
  const call = callerAt(api, testKey());
  for (const [method, path] of [
    ['GET', '/refunds'],
    ['PUT', '/charges'],
    ['PATCH', '/plans/gold'],
  ] as const) {
    const { status, body } = await call(method, path);
    expect({ status, message: body.error.message }).toEqual({
      status: 404,
      message: expect.stringContaining(`Unrecognized request URL (${method}: /v1${path})`),
    });
  }
});

test('HEAD is answered as GET, without a body', async () => {
  const key = testKey();
  for (const [path, status] of [
    ['/charges', 200],
    ['/charges/ch_1', 404],
    ['/api.raml', 200],
    ['/../stripe/socket.yml', 200],
  ] as const) {
    const get = await fetch(`${api}/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
    const head = await callerAt(api, key)('HEAD', path);
    expect([get.status, head.status, head.text]).toEqual([status, status, '']);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    expect(head.headers.get('content-length')).toBe(`${(await get.arrayBuffer()).byteLength}`);
  }
});

test('pages of the origins that are configured may call', async () => {
  const headers = { origin: 'https://shop.example.com', 'access-control-request-method': 'POST' };
  const preflight = await fetch(`${api}/v1/charges`, { method: 'OPTIONS', headers });
  // The status, and that credentials are allowed, is what serverless-offline makes of every preflight.
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, DELETE');
});

test('the descriptions say where the API is', async () => {
  const { servers } = (await (await fetch(`${api}/v1/openapi.json`)).json()) as { servers: object[] };
  expect(servers).toEqual([{ url: `${api}/v1` }]);
  const raml = await (await fetch(`${api}/v1/api.raml`)).text();
  expect(raml).toContain(`baseUri: ${api}/{version}`);
});

test('an id with a slash stays an id', async () => {
  const { status, body } = await callerAt(api, testKey())('GET', '/charges/ch_1%2Frefund');
  expect({ status, message: body.error.message }).toEqual({
    status: 404,
    message: 'No such charge: ch_1/refund',
  });
});
