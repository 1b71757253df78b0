/** The connector over HTTP. */
import { describe, expect, test } from '@jest/globals';
import { testKey } from '../../../helpers/key.ts';
import type { Service } from './service.ts';

export function testConnector(service: Service): void {
  const key = testKey();

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${service.api}/connector${path}`, {
      method,
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  }

  test('CreateProduct and UpdateProduct', async () => {
    const made = await send('POST', '/products', { Name: 'Cap', Images: 'https://example.com/1.png' });
    expect(made).toMatchObject({ status: 200, body: { name: 'Cap', images: ['https://example.com/1.png'] } });
    const path = `/products/${made.body.id}`;
    expect(await send('PATCH', path, { Name: 'Hat', Images: [] })).toMatchObject({
      status: 200,
      body: { id: made.body.id, name: 'Hat', images: [] },
    });
    expect(await send('POST', '/products', {})).toMatchObject({
      status: 400,
      body: { error: { param: 'Name' } },
    });
    expect(await send('PATCH', path, {})).toMatchObject({ status: 400, body: { error: { param: 'Name' } } });
  });

  test('CreateCustomer, GetCustomer and UpdateCustomer', async () => {
    const made = await send('POST', '/customers', { Email: 'jenny@example.com' });
    expect(made).toMatchObject({ status: 200, body: { email: 'jenny@example.com' } });
    const path = `/customers/${made.body.id}`;
    expect(await send('GET', path)).toMatchObject({ status: 200, body: made.body });
    expect(await send('PATCH', path, { Email: '' })).toMatchObject({
      status: 200,
      body: { ...made.body, email: null },
    });
    expect(await send('POST', '/customers', { Email: ['jenny@example.com'] })).toMatchObject({
      status: 400,
      body: { error: { param: 'Email' } },
    });
    expect(await send('GET', '/customers/cus%20%2F')).toMatchObject({
      status: 404,
      body: { error: { param: 'Id' } },
    });
    expect(await send('PATCH', '/customers/cus_unknown', { Email: '' })).toMatchObject({
      status: 404,
      body: { error: { param: 'Id' } },
    });
    expect(await send('GET', path, undefined, { 'X-API-Key': '' })).toMatchObject({
      status: 401,
      body: { error: { param: 'API Key' } },
    });
  });

  describe.each(['OnNewCustomer', 'OnNewCharge', 'OnNewOrder', 'OnNewInvoiceItem'])('%s', (name) => {
    test('gives the address of the next poll, where it can be reached', async () => {
      const first = await send('GET', `/triggers/${name}`);
      expect(first).toMatchObject({ status: 202, body: [] });
      expect(first.headers.get('retry-after')).toBe('120');
      const location = first.headers.get('location')!;
      expect(location.split('?')[0]).toBe(`${service.api}/connector/triggers/${name}`);
      const early = await fetch(location, { headers: { Authorization: `Bearer ${key}` } });
      expect(early.status).toBe(429);
      expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(100);
    });
  });

  test('the definition says where it was asked for, and the icon is an image', async () => {
    const definition = await (await fetch(`${service.api}/connector/apiDefinition.swagger.json`)).json();
    expect(definition).toMatchObject({
      host: new URL(service.api).host,
      basePath: '/connector',
      schemes: ['http'],
    });
    const icon = await fetch(`${service.api}/connector/icon.png`);
    expect(icon.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await icon.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
}
