/** The REST API over HTTP: all 56 operations at the RAML's version, and what HTTP asks besides. */
import { expect, test } from '@jest/globals';
import { testKey } from '../../../helpers/key.ts';
import { OLD_CLIENTS, oldClient } from '../../../helpers/old-clients.ts';
import { callerAt, done } from '../../surfaces/rest/client.ts';
import { callEverything, OPERATIONS } from '../../surfaces/rest/everything.ts';
import type { Service } from './service.ts';

/** A website whose pages the service lets call (CORS_ORIGINS). */
export const ORIGIN = 'https://shop.example.com';

export function testRestApi(service: Service): void {
  test('all operations are called', async () => {
    const called = await callEverything(callerAt(service.api, testKey()));
    expect(new Set(called.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
  }, 120_000);

  test.each(OLD_CLIENTS)(
    '%s, which sends the parameters of GET in the body, gets what it asks for',
    async (name) => {
      const key = testKey();
      const call = callerAt(service.api, key);
      const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040 };
      const { id: customer } = await done(call('POST', '/customers', { card }));
      await done(call('POST', '/charges', { amount: 900, currency: 'usd', customer }));
      await done(call('POST', '/charges', { amount: 900, currency: 'usd', card }));
      const list = await oldClient(name, service.api, key).charges.list({ customer });
      expect(list).toMatchObject({ count: 1, data: [{ customer }] });
    },
  );

  test('what is not served is not found, in Stripe’s words', async () => {
    const call = callerAt(service.api, testKey());
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
      const get = await fetch(`${service.api}/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      const head = await callerAt(service.api, key)('HEAD', path);
      expect([get.status, head.status, head.text]).toEqual([status, status, '']);
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(head.headers.get('content-length')).toBe(`${(await get.arrayBuffer()).byteLength}`);
    }
  });

  test('pages of the origins that are configured may call', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${service.api}/v1/charges`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, DELETE');
  });

  test('the descriptions say where the API is', async () => {
    const { servers } = (await (await fetch(`${service.api}/v1/openapi.json`)).json()) as {
      servers: object[];
    };
    expect(servers).toEqual([{ url: `${service.api}/v1` }]);
    const raml = await (await fetch(`${service.api}/v1/api.raml`)).text();
    expect(raml).toContain(`baseUri: ${service.api}/{version}`);
  });

  test('an id with a slash stays an id', async () => {
    const { status, body } = await callerAt(service.api, testKey())('GET', '/charges/ch_1%2Frefund');
    expect({ status, message: body.error.message }).toEqual({
      status: 404,
      message: 'No such charge: ch_1/refund',
    });
  });
}
