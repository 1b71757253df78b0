/** What was sent in a body is read, whatever the method, or the request is rejected. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { decodeForm } from '#lib/http/form.ts';
import { readRequest } from '#lib/http/request.ts';
import { call, eventOf } from '../../helpers/call.ts';
import { json, startUpstream, type Upstream } from '../../helpers/upstream.ts';

const key = 'sk_test_bodies0123456789';
const formats = ['1.0', '2.0'] as const;

let upstream: Upstream;
let entries: readonly Entry[];

beforeAll(async () => {
  upstream = await startUpstream((response) => json(response, 200, { object: 'list', data: [] }));
  process.env['STRIPE_API_BASE'] = upstream.url;
  entries = await readCatalogue();
});
afterAll(() => upstream.close());
beforeEach(() => {
  upstream.seen.length = 0;
});

const handlerOf = (method: string, path: string) =>
  entries.find((entry) => entry.method === method && entry.path === path)!.handler;

describe('the body of', () => {
  test.each(formats)('GET reaches Stripe, format %s', async (format) => {
    const handler = handlerOf('GET', '/v1/charges');
    const sent = { key, path: '/v1/charges', body: 'customer=cus_1&count=3', format };
    expect(await call(handler, sent)).toMatchObject({ status: 200 });
    const { searchParams } = new URL(upstream.seen[0]!.url, upstream.url);
    expect(Object.fromEntries(searchParams)).toMatchObject({ customer: 'cus_1' });
  });

  test.each(formats)('DELETE reaches Stripe, format %s', async (format) => {
    const route = '/v1/customers/{customer}/subscription';
    const sent = { key, route, path: '/v1/customers/cus_1/subscription', body: 'at_period_end=True', format };
    expect(await call(handlerOf('DELETE', route), sent)).toMatchObject({ status: 200 });
    expect(upstream.seen.map(({ url, body }) => url + body).join()).toContain('at_period_end=true');
  });

  test('GET counts more than the query', async () => {
    const sent = { key, path: '/v1/charges', body: 'customer=cus_body', rawQuery: 'customer=cus_query' };
    await call(handlerOf('GET', '/v1/charges'), sent);
    expect(upstream.seen[0]!.url).toContain('customer=cus_body');
  });
});

describe('a body that was lost is not taken for an empty one', () => {
  test.each(formats)('at any endpoint that calls Stripe, format %s', async (format) => {
    const callers = entries.filter(({ endpoint }) => endpoint.operation && endpoint.surface !== 'card');
    expect(new Set(callers.map(({ endpoint }) => endpoint.surface))).toEqual(
      new Set(['socket', 'block', 'connector', 'rest']),
    );
    for (const { handler, path, method } of callers) {
      const headers = { 'Content-Length': '42' };
      const sent = { key, headers, format, route: path, path: path.replaceAll(/\{\w+\}/g, 'x') };
      const reply = await call(handler, sent);
      const { code, message } = reply.body.error ?? {};
      expect([method, path, reply.status, code, message]).toEqual([
        method,
        path,
        400,
        'body_lost',
        (method === 'GET' || method === 'DELETE' ? expect : expect.not).stringContaining(
          'in the query string',
        ),
      ]);
    }
    expect(upstream.seen).toEqual([]);
  });

  test.each(['GET', 'HEAD'])('of unknown length, with %s', async (method) => {
    const headers = { 'transfer-encoding': 'chunked' };
    const reply = await call(handlerOf('GET', '/v1/charges'), { key, method, headers, path: '/v1/charges' });
    expect(reply.status).toBe(400);
  });

  test('an empty one is empty', async () => {
    for (const length of ['0', ' 00 ', '']) {
      const sent = { key, headers: { 'content-length': length }, path: '/v1/charges' };
      const reply = await call(handlerOf('GET', '/v1/charges'), sent);
      expect(reply.status).toBe(200);
    }
  });
});

test('a query with a list of dictionaries is the same in both formats', () => {
  const rawQuery = 'x=1&a[][b]=1&a[][c]=2&a[][b]=3&a[][c]=4&y[]=5&y[]=6';
  const expected = {
    x: '1',
    a: [
      { b: '1', c: '2' },
      { b: '3', c: '4' },
    ],
    y: ['5', '6'],
  };
  for (const format of formats) {
    const { query } = readRequest(eventOf(handlerOf('GET', '/v1/charges'), { rawQuery, format }));
    expect(JSON.parse(JSON.stringify(decodeForm(query)))).toEqual(expected);
  }
});
