/** The sandbox answers programs and its own page, and no page of another site. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { startSandbox } from '#sandbox/server/server.ts';
import { accounts, type Loose } from '../helpers.ts';

const sandbox = accounts();

type Headers = Readonly<Record<string, string>>;

/** Sends a request with any headers, also those that `fetch` would choose itself. */
async function ask(
  port: number | string,
  path: string,
  headers: Headers,
  method = 'GET',
): Promise<{ status: number | undefined; headers: Loose; body: string }> {
  const sent = request({ host: '127.0.0.1', port, path, method, headers });
  const { promise, resolve, reject } = Promise.withResolvers<Loose>();
  sent.once('response', resolve).once('error', reject).end();
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const portOf = (url: string) => new URL(url).port;
const KEY = { authorization: 'Bearer sk_test_senders' };
const ROUTES = [
  ['GET', '/v1/charges'],
  ['POST', '/v1/customers'],
  ['GET', '/_sandbox'],
  ['POST', '/_sandbox/reset'],
  ['DELETE', '/_sandbox/faults'],
  ['GET', '/'],
  ['GET', '/nothing'],
] as const;

describe.each(ROUTES)('%s %s', (method, path) => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['an origin that begins like ours', { origin: 'http://127.0.0.1:PORT.evil.example' }],
    ['our host at another port', { origin: 'http://127.0.0.1:1' }],
    ['a name that resolves to this machine', { host: 'evil.example:PORT' }],
    ['a name that begins like ours', { host: '127.0.0.1.evil.example' }],
    ['another name that begins like ours', { host: 'localhost.evil.example:PORT' }],
    ['a name before ours', { host: 'evil.example@127.0.0.1' }],
    ['an address that is not ours', { host: '192.0.2.1:PORT' }],
    ['a host that is none', { host: 'a b' }],
  ] as [string, Headers][])('rejects %s with 403', async (_, headers) => {
    const port = portOf(sandbox.url);
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]);
    const answer = await ask(port, path, { ...KEY, ...Object.fromEntries(filled) }, method);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        type: 'invalid_request_error',
        message: expect.stringMatching(/^The sandbox does not accept /),
      },
    });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

test.each([
  ['a program', {}],
  ['a program that says localhost', { host: 'localhost:PORT' }],
  ['a program that leaves the port out', { host: '127.0.0.1' }],
  ['a program by IPv6', { host: '[::1]:PORT' }],
  ['a script of the page', { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' }],
  [
    'a script of the page at localhost',
    { host: 'localhost:PORT', origin: 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' },
  ],
  ['a user who types the address', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
] as [string, Headers][])('answers %s', async (_, headers) => {
  const port = portOf(sandbox.url);
  const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]);
  const answer = await ask(port, '/v1/charges', { ...KEY, ...Object.fromEntries(filled) });
  expect(answer.status).toBe(200);
});

test.each(['cross-site', 'same-site'])(
  'lets a link on another site open the page, and nothing else: %s',
  async (site) => {
    const port = portOf(sandbox.url);
    const link = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask(port, '/', link)).status).toBe(200);
    expect((await ask(port, '/', { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    expect((await ask(port, '/', link, 'POST')).status).toBe(403);
    expect((await ask(port, '/v1/charges', { ...link, ...KEY })).status).toBe(403);
    expect((await ask(port, '/_sandbox/accounts', { ...link, ...KEY })).status).toBe(403);
  },
);

test('answers a client of HTTP/1.0, which sends no Host', async () => {
  const socket = connect(Number(portOf(sandbox.url)), '127.0.0.1');
  socket.write('GET /v1/charges HTTP/1.0\r\nAuthorization: Bearer sk_test_senders\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  ['a navigation', { accept: 'text/html,*/*;q=0.8' }],
  ['a script', { 'sec-fetch-site': 'same-origin' }],
])('asks a browser for no credentials: %s', async (_, headers) => {
  const answer = await ask(portOf(sandbox.url), '/v1/charges', headers);
  expect(answer.status).toBe(401);
  expect(answer.headers).not.toHaveProperty('www-authenticate');
});

test('asks a program for a key as Stripe does', async () => {
  const answer = await ask(portOf(sandbox.url), '/v1/charges', {});
  expect(answer.headers['www-authenticate']).toBe('Basic realm="Stripe"');
});

describe('where other machines may reach it', () => {
  test('answers to the names that it is told, and to addresses', async () => {
    const open = await startSandbox({ port: 0, host: '0.0.0.0', allowedHosts: ['sandbox'] });
    const statusFor = async (host: string) => (await ask(open.port, '/v1/charges', { ...KEY, host })).status;
    expect(await statusFor(`sandbox:${open.port}`)).toBe(200);
    expect(await statusFor('SANDBOX')).toBe(200);
    expect(await statusFor(`192.0.2.1:${open.port}`)).toBe(200);
    expect(await statusFor('localhost')).toBe(200);
    expect(await statusFor('sandbox.evil.example')).toBe(403);
    expect(await statusFor('evil.example')).toBe(403);
    await open.close();
  });
});
