/** A few calls of the sockets over HTTP, what everything is answered that is none, and what is logged. */
import { expect, test } from '@jest/globals';
import { testKey } from '../../../helpers/key.ts';
import type { Service } from './service.ts';

export function testSockets(service: Service): void {
  async function post(path: string, body: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${service.api}${path}`, {
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
    expect(service.running.output()).not.toContain('4242424242424242');
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
    const response = await fetch(`${service.api}/stripe/create-customer`);
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
    const [line] = await service.running.printed(new RegExp(`^.*${id}.*$`, 'm'));
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
}
