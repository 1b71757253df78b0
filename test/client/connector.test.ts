/** The connector through the client, over HTTP. */
import { describe, expect, test } from '@jest/globals';
import { Connector, StripeSocketError } from '../../client/src/index.js';
import { apiAt } from '../helpers/api.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { advance, stillClock } from '../lib/surfaces/connector/flow.ts';
import { testApi } from '../lib/surfaces/rest/server.ts';
import { rejectionOf } from './service.ts';

const sandbox = testSandbox();
const api = testApi();
stillClock();

const connectorOf = (apiKey = testKey()) => new Connector({ baseUrl: api.url, apiKey });

/** Makes requests for a client that need not wait: the clock is put forward by what a reply asks to wait. */
async function fetchAhead(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  const headers = new Headers(response.headers);
  advance(Number(headers.get('retry-after') ?? 0));
  headers.set('retry-after', '0');
  return new Response(await response.text(), { status: response.status, headers });
}

describe('actions', () => {
  test('create, get and update', async () => {
    const connector = connectorOf();
    const customer = await connector.createCustomer({ Email: 'jenny@example.com', Description: 'Jenny' });
    expect(customer).toMatchObject({ email: 'jenny@example.com', created: expect.stringMatching(/Z$/) });
    const Id = customer.id!;
    const updated = await connector.updateCustomer({ Id, Description: 'Jenny Rosen' });
    expect(updated).toEqual({ ...customer, description: 'Jenny Rosen' });
    expect(await connector.getCustomer({ Id })).toEqual(updated);
    const product = await connector.createProduct({ Name: 'Socks', Images: ['https://example.com/a.png'] });
    expect(product).toMatchObject({ name: 'Socks', images: ['https://example.com/a.png'] });
  });

  test('throw what Stripe refused', async () => {
    const error = await rejectionOf(connectorOf().getCustomer({ Id: 'cus_none' }));
    expect(error).toBeInstanceOf(StripeSocketError);
    expect(error).toMatchObject({
      status: 404,
      param: 'Id',
      message: expect.stringMatching(/^No such customer/),
    });
  });
});

describe('triggers', () => {
  test('give what is new since a state, once', async () => {
    const apiKey = testKey();
    const connector = connectorOf(apiKey);
    const first = await connector.onNewCustomer();
    expect(first).toEqual({ items: [], triggerState: expect.any(String), retryAfter: 120 });
    advance(1);
    const { id } = await apiAt(sandbox.url, apiKey).post('/v1/customers', { email: 'jenny@example.com' });
    advance(150);
    const second = await connector.onNewCustomer({ triggerState: first.triggerState });
    expect(second.items).toMatchObject([{ id, email: 'jenny@example.com' }]);
    expect((await connector.onNewCustomer({ triggerState: first.triggerState })).items).toEqual(second.items);
    advance(150);
    expect((await connector.onNewCustomer({ triggerState: second.triggerState })).items).toEqual([]);
  });

  test('can be polled for ever, and again from a state that was kept', async () => {
    const apiKey = testKey();
    const stripe = apiAt(sandbox.url, apiKey);
    const connector = new Connector({ baseUrl: api.url, apiKey, fetch: fetchAhead, maxRetries: 0 });
    const made: string[] = [];
    const found: (string | null)[] = [];
    let kept: string | undefined;
    for (const _ of ['one process', 'another one']) {
      const wanted = made.length + 2;
      for await (const { items, triggerState } of connector.onNewCustomer({ triggerState: kept })) {
        found.push(...items.map(({ id }) => id));
        kept = triggerState;
        if (found.length === wanted) {
          break;
        }
        if (made.length < wanted) {
          advance(1);
          made.push((await stripe.post('/v1/customers')).id);
        }
      }
    }
    expect(found).toEqual(made);
  });

  test('wait where they were polled too early', async () => {
    const apiKey = testKey();
    const connector = new Connector({ baseUrl: api.url, apiKey, fetch: fetchAhead, maxRetries: 0 });
    await connectorOf(apiKey).onNewCharge();
    const statuses: number[] = [];
    const noting = async (...request: Parameters<typeof fetch>) => {
      const response = await fetchAhead(...request);
      statuses.push(response.status);
      return response;
    };
    const polls = new Connector({ baseUrl: api.url, apiKey, fetch: noting, maxRetries: 0 }).onNewCharge();
    for await (const { items } of polls) {
      expect(items).toEqual([]);
      break;
    }
    expect(statuses).toEqual([429, 202]);
    expect(await rejectionOf(connector.onNewCharge({ triggerState: 'made up' }))).toMatchObject({
      status: 400,
      param: 'triggerState',
    });
  });

  test('end with their signal', async () => {
    const controller = new AbortController();
    const walk = async () => {
      for await (const _ of connectorOf().onNewOrder({}, { signal: controller.signal })) {
        controller.abort();
      }
    };
    expect(await rejectionOf(walk())).toMatchObject({ name: 'AbortError' });
  });

  test('end when they fail', async () => {
    const walk = async () => {
      for await (const _ of connectorOf().onNewOrder({ triggerState: 'made up' })) {
        throw new Error('There was a poll.');
      }
    };
    expect(await rejectionOf(walk())).toMatchObject({ status: 400 });
  });
});
