/** The other addresses at which endpoints are served, and what is answered where there is no endpoint. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { nameAt, suggestionsFor } from '#lib/surfaces/root/addresses.ts';
import { addressesIn } from '#lib/surfaces/root/contents.ts';
import { contentsOf } from '#lib/surfaces/root/manifest/contents.ts';
import { type Gateway, startGateway } from '../../../helpers/gateway.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';

testSandbox();

let gateway: Gateway;
let catalogue: readonly Entry[];
let key: string;

beforeAll(async () => {
  gateway = await startGateway();
  catalogue = await readCatalogue();
});
afterAll(() => gateway.close());
beforeEach(() => {
  key = testKey();
});

async function send(method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(gateway.url + path, { method, ...init });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
  return { status: response.status, body: (await response.json()) as any };
}

const json = (value: object): RequestInit => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

describe('a socket is served', () => {
  test.each([
    '/stripe/create-charge/',
    '//stripe//create-charge',
    '/v2/instances/my-instance/endpoints/sockets/stripe/create-charge/',
    '/v3/instances/my-instance/endpoints/sockets/stripe/create-charge/',
    '/v3/instances/my-instance/endpoints/sockets/stripe/create-charge',
    '/v3/instances/my-instance/endpoints/sockets/stripe/create-charge/?user_key=0123456789',
  ])('at %s', async (path) => {
    const args = { apiKey: key, amount: 500, currency: 'usd', card: 'tok_visa' };
    expect(await send('POST', path, json(args))).toMatchObject({
      status: 200,
      body: { object: 'charge', amount: 500, paid: true },
    });
  });

  test('with its own errors', async () => {
    const path = '/v3/instances/i/endpoints/sockets/stripe/create-charge/';
    const args = { apiKey: key, amount: 500, currency: 'usd', card: 'tok_chargeDeclined' };
    expect(await send('POST', path, json(args))).toMatchObject({
      status: 402,
      body: { error: { code: 'card_declined' } },
    });
    expect(await send('GET', path)).toMatchObject({ status: 405 });
  });
});

describe('a block is served', () => {
  test('with a slash at the end', async () => {
    expect(
      await send('POST', '/api/Stripe/getAccountBalance/', json({ args: { apiKey: key } })),
    ).toMatchObject({
      status: 200,
      body: { callback: 'success' },
    });
  });
});

test('every socket and block has its other addresses, and no other endpoint has any', async () => {
  for (const { path, name, endpoint, file } of catalogue.filter(({ path }) => /^\/./.test(path))) {
    const { surface, operation } = endpoint;
    const isServed = operation !== undefined && ['socket', 'block'].includes(surface);
    const prefix = surface === 'socket' ? '/v3/instances/i/endpoints/sockets/stripe' : '/connect/Stripe';
    for (const other of [`${path}/`, `${prefix}/${name}/`]) {
      // No endpoint takes this method, so none calls Stripe.
      const { status } = await send('PUT', other);
      expect([file, other, status]).toEqual([file, other, isServed ? 405 : 404]);
    }
  }
});

describe('where there is no endpoint, the error suggests one', () => {
  test.each([
    ['POST', '/Stripe/Create-Charge', 'POST /stripe/create-charge'],
    ['POST', '/stripecreate-charge', 'POST /stripe/create-charge'],
    ['POST', '/stripe/create_charge', 'POST /stripe/create-charge'],
    ['POST', '/create-charge', 'POST /stripe/create-charge or POST /api/Stripe/createCharge'],
    ['POST', '/api/stripe/createcharge', 'POST /api/Stripe/createCharge'],
    ['POST', '/card/create/', 'POST /card/create'],
    ['GET', '/stripe/socket.yml/', 'GET /stripe/socket.yml'],
    ['GET', '/V1/charges', 'GET /v1/charges'],
    ['POST', '/V1/charges/ch_1/Capture', 'POST /v1/charges/ch_1/capture'],
  ])('%s %s', async (method, path, suggested) => {
    const { status, body } = await send(method, path);
    expect(status).toBe(404);
    expect(body.error.message).toContain(`There is no endpoint ${method} ${path}.`);
    expect(body.error.message).toContain(` Did you mean ${suggested}?`);
  });

  test('in the form of the REST API, which like Stripe takes no slash at the end', async () => {
    const { status, body } = await send('GET', '/v1/charges/');
    expect(status).toBe(404);
    expect(body.error.message).toMatch(/^Unrecognized request URL \(GET: \/v1\/charges\/\)\./);
    expect(body.error.message).toMatch(/Did you mean GET \/v1\/charges\?$/);
  });

  test('in the form of the connector', async () => {
    const { status, body } = await send('GET', '/connector/customers/');
    expect(status).toBe(404);
    expect(body).toMatchObject({
      status: 404,
      message: expect.stringContaining('There is no endpoint GET /connector/customers/.'),
      error: { type: 'invalid_request_error' },
    });
  });

  test('in the form of RapidAPI’s clients', async () => {
    const { status, body } = await send('POST', '/connect/Stripe/create-charge');
    expect(status).toBe(404);
    expect(body).toMatchObject({
      outcome: 'error',
      payload: { message: expect.stringContaining('Did you mean POST /api/Stripe/createCharge?') },
    });
  });

  test('unless there is none like it', async () => {
    const { status, body } = await send('POST', '/nothing/like-it');
    expect(status).toBe(404);
    expect(body.error.message).toBe(
      'There is no endpoint POST /nothing/like-it. GET / lists the available endpoints.',
    );
  });

  test('of the surfaces that are deployed', async () => {
    process.env['SURFACES'] = 'block';
    try {
      const { status, body } = await send('POST', '/stripe/create-charge/');
      expect(status).toBe(404);
      expect(body.error.message).toContain('Did you mean POST /api/Stripe/createCharge?');
    } finally {
      delete process.env['SURFACES'];
    }
  });
});

test('any path gets an answer', () => {
  const addresses = addressesIn(contentsOf(catalogue));
  for (const path of ['/', '//', '', '/%', '/stripe', '/stripe/', '/__proto__', `/${'x/'.repeat(5_000)}`]) {
    expect(nameAt(path)).toBeUndefined();
    expect(suggestionsFor(addresses, 'POST', path).length).toBeLessThanOrEqual(3);
  }
});
