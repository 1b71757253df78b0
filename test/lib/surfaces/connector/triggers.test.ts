/** The triggers, as Logic Apps polls them, while objects are made by Stripe's own client. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { handler as onNewCharge } from '../../../../functions/connector/OnNewCharge.ts';
import { handler as onNewCustomer } from '../../../../functions/connector/OnNewCustomer.ts';
import { handler as onNewInvoiceItem } from '../../../../functions/connector/OnNewInvoiceItem.ts';
import { handler as onNewOrder } from '../../../../functions/connector/OnNewOrder.ts';
import { type Api, apiAt } from '../../../helpers/api.ts';
import { call } from '../../../helpers/call.ts';
import { testKey, testSandbox } from '../../../helpers/sandbox.ts';
import { cardOfCustomer, chargeOfWay, sandboxOfWay } from '../../../helpers/ways.ts';
import { advance, Flow, stillClock } from './flow.ts';

const sandbox = testSandbox(sandboxOfWay());
stillClock();
beforeAll(() => {
  process.env['STRIPE_MAX_RETRIES'] = '0';
});

/** Makes one object, and gives its id; what it needs besides is made once for each account. */
type Make = (api: Api) => Promise<string>;

const needs = new Map<string, Promise<string>>();

function once(api: Api, make: () => Promise<string>): Promise<string> {
  const made = needs.get(api.key) ?? make();
  needs.set(api.key, made);
  return made;
}

const makers: Record<string, { handler: Handler; make: Make; list: string }> = {
  OnNewCustomer: {
    handler: onNewCustomer,
    make: async (api) => (await api.post('/v1/customers')).id,
    list: '/v1/customers',
  },
  OnNewCharge: {
    handler: onNewCharge,
    make: async (api) => (await chargeOfWay(api)).id,
    list: '/v1/charges',
  },
  OnNewOrder: {
    handler: onNewOrder,
    make: async (api) => {
      const parent = await once(api, async () => {
        const product = await api.post('/v1/products', { name: 'T-shirt', shippable: false });
        const sku = { product: product.id, price: 500, currency: 'usd', inventory: { type: 'infinite' } };
        return (await api.post('/v1/skus', sku)).id;
      });
      return (await api.post('/v1/orders', { currency: 'usd', items: [{ type: 'sku', parent }] })).id;
    },
    list: '/v1/orders',
  },
  OnNewInvoiceItem: {
    handler: onNewInvoiceItem,
    make: async (api) => {
      const customer = await once(api, async () => (await api.post('/v1/customers')).id);
      return (await api.post('/v1/invoiceitems', { customer, amount: 500, currency: 'usd' })).id;
    },
    list: '/v1/invoiceitems',
  },
};

/** Makes so many objects at once. */
async function burst(api: Api, make: Make, count: number): Promise<void> {
  await make(api);
  await Promise.all(Array.from({ length: count - 1 }, () => make(api)));
}

/** The ids of all objects that Stripe lists, oldest first. */
async function allOf(api: Api, list: string): Promise<string[]> {
  const ids: string[] = [];
  for (let more = true; more; ) {
    const after = ids.at(-1);
    const page = await api.get(list, { limit: 100, ...(after && { starting_after: after }) });
    ids.push(...page.data.map(({ id }: { id: string }) => id));
    more = page.has_more;
  }
  return ids.reverse();
}

const idsOf = (flow: Flow) => flow.received.map(({ id }) => id);

describe.each(Object.entries(makers))('%s', (name, { handler, make, list }) => {
  test('gives each new object once and in order, through bursts, lost replies and failures', async () => {
    const api = apiAt(sandbox.url);
    await burst(api, make, 3);
    const old = await allOf(api, list);
    const flow = new Flow(handler, name, { key: api.key });
    expect((await flow.poll()).status).toBe(202);
    for (const [index, count] of [1, 0, 12, 130, 0, 0, 5, 2].entries()) {
      if (count > 0) {
        await burst(api, make, count);
        advance(index);
        await burst(api, make, 2);
      }
      if (index % 2 === 0) {
        await api.post('/_sandbox/faults', {
          kind: 'error',
          status: '500',
          method: 'GET',
          path: list,
          count: 1,
        });
        expect((await flow.poll()).status).toBe(500);
      }
      const lost = await flow.look();
      await burst(api, make, 1);
      const repeated = await flow.poll();
      expect(repeated.status).toBe(lost.status);
      expect(repeated.body).toEqual(lost.body);
    }
    for (let rest = 0; rest < 4; rest += 1) {
      await flow.poll();
    }
    expect([...new Set(flow.statuses)].sort()).toEqual([200, 202, 500]);
    expect(flow.statuses.at(-1)).toBe(202);
    expect(idsOf(flow)).toEqual((await allOf(api, list)).slice(old.length));
  });

  test('goes on from a state that is weeks old', async () => {
    const api = apiAt(sandbox.url);
    const flow = new Flow(handler, name, { key: api.key });
    await flow.poll();
    for (let day = 0; day < 21; day += 1) {
      await burst(api, make, 6);
      advance(86_400);
    }
    for (let polls = 0; polls < 4; polls += 1) {
      await flow.poll();
    }
    expect(idsOf(flow)).toEqual(await allOf(api, list));
    expect(flow.received).toHaveLength(126);
  });
});

test('what is replied has the fields of the contract and no others', async () => {
  const api = apiAt(sandbox.url);
  const flows = Object.entries(makers).map(
    ([name, { handler }]) => new Flow(handler, name, { key: api.key }),
  );
  for (const flow of flows) {
    await flow.look();
  }
  const [customers, charges, orders, items] = flows as [Flow, Flow, Flow, Flow];
  for (const flow of flows) {
    advance(120);
    await flow.poll();
  }
  await api.post('/v1/coupons', { id: '25OFF', percent_off: 25, duration: 'forever' });
  const customer = await api.post('/v1/customers', { ...(await cardOfCustomer(api)), coupon: '25OFF' });
  const { id } = customer;
  const charge = await chargeOfWay(api, id);
  await makers['OnNewOrder']!.make(api);
  await api.post('/v1/plans', { id: 'gold', name: 'Gold', amount: 1000, currency: 'usd', interval: 'month' });
  await api.post('/v1/plans', { id: 'pro', name: 'Pro', amount: 2000, currency: 'usd', interval: 'month' });
  const subscription = await api.post('/v1/subscriptions', { customer: id, plan: 'gold' });
  advance(86_400);
  await api.post(`/v1/subscriptions/${subscription.id}`, { plan: 'pro', quantity: 3 });
  advance(600);
  for (const flow of flows) {
    for (let polls = 0; polls < 4; polls += 1) {
      await flow.poll();
    }
  }
  expect(customers.received[0]).toEqual({
    id,
    account_balance: 0,
    created: new Date(customer.created * 1000).toISOString().replace('.000', ''),
    currency: 'usd',
    delinquent: false,
    description: null,
    discount: '25OFF',
    email: null,
  });
  expect(charges.received[0]).toEqual({
    id: charge.id,
    amount: 500,
    amount_refunded: 0,
    captured: true,
    created: expect.stringMatching(/^2016-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    currency: 'usd',
    customer: id,
    description: null,
    failure_code: null,
    failure_message: null,
    invoice: null,
    order: null,
    outcome: {
      network_status: 'approved_by_network',
      reason: null,
      risk_level: charge.outcome.risk_level ?? null,
      seller_message: charge.outcome.seller_message,
      type: 'authorized',
    },
    paid: true,
    receipt_email: null,
    receipt_number: null,
    refunded: false,
    statement_descriptor: null,
    status: 'succeeded',
  });
  expect(orders.received[0]).toEqual({
    id: expect.stringMatching(/^or_/),
    amount: 500,
    amount_returned: null,
    charge: null,
    created: expect.stringMatching(/Z$/),
    currency: 'usd',
    customer: null,
    email: null,
    selected_shipping_method: null,
    status: 'created',
    updated: expect.stringMatching(/Z$/),
  });
  expect(items.received.find(({ plan }) => plan === 'pro')).toEqual({
    id: expect.stringMatching(/^ii_/),
    amount: expect.any(Number),
    currency: 'usd',
    customer: id,
    date: expect.stringMatching(/Z$/),
    description: expect.any(String),
    discountable: false,
    invoice: null,
    plan: 'pro',
    proration: true,
    quantity: '3',
    subscription: subscription.id,
  });
});

describe('a state', () => {
  const key = testKey();
  const first = () =>
    new Flow(onNewCustomer, 'OnNewCustomer', { key: testKey() })
      .look()
      .then(({ headers }) => headers['location']!);
  const poll = (handler: Handler, triggerState: string) =>
    call(handler, { key, query: { triggerState }, headers: { host: 'flows.example.com' } });
  const stateIn = (location: string) => new URL(location).searchParams.get('triggerState')!;

  test.each<[string, (state: string) => string]>([
    ['that was changed', (state) => state.replace(/^./, (first) => (first === 'f' ? 'g' : 'f'))],
    ['whose end was changed', (state) => `${state.slice(0, -4)}AAAA`],
    ['that was cut', (state) => state.slice(0, 40)],
    ['with more behind it', (state) => `${state}AAAA`],
    ['that is none', () => 'x'],
  ])('%s is refused', async (_, change) => {
    const state = change(stateIn(await first()));
    const reply = await poll(onNewCustomer, state);
    expect(reply).toMatchObject({
      status: 400,
      body: { status: 400, error: { param: 'triggerState', code: 'parameter_invalid' } },
    });
    expect(reply.body.message).toContain(`; got "${state.slice(0, 40)}`);
  });

  test('of another trigger is refused', async () => {
    expect((await poll(onNewCharge, stateIn(await first()))).status).toBe(400);
  });

  test('that was sealed with another secret is refused', async () => {
    const state = stateIn(await first());
    process.env['CONNECTOR_STATE_SECRET'] = 'another secret of at least thirty-two characters';
    const reply = await poll(onNewCustomer, state);
    delete process.env['CONNECTOR_STATE_SECRET'];
    expect(reply.status).toBe(400);
  });

  test('holds no key', async () => {
    const location = await first();
    const decoded = Buffer.from(stateIn(location), 'base64url').toString('latin1');
    expect(location + decoded).not.toContain('sk_test_');
  });
});

describe('the address of the next poll', () => {
  test.each<[string, object, string]>([
    ['with the host alone', { headers: { host: 'api.example.com' } }, 'https://api.example.com/connector/x'],
    ['on this machine', { headers: { host: 'localhost:3000' } }, 'http://localhost:3000/connector/x'],
    [
      'behind proxies',
      {
        headers: {
          host: 'internal:8080',
          'X-Forwarded-Host': 'flows.example.com, inner.example.com',
          'X-Forwarded-Proto': 'https,http',
        },
      },
      'https://flows.example.com/connector/x',
    ],
    [
      'behind a proxy without encryption',
      { headers: { host: 'flows.example.com:81', 'x-forwarded-proto': 'http' } },
      'http://flows.example.com:81/connector/x',
    ],
    [
      'in a stage of an HTTP API',
      { headers: { host: 'api.example.com' }, path: '/dev/connector/x' },
      'https://api.example.com/dev/connector/x',
    ],
    [
      'in a stage of a REST API',
      { headers: { host: 'api.example.com' }, format: '1.0', stage: 'dev' },
      'https://api.example.com/dev/connector/x',
    ],
  ])('%s', async (_, sent, expected) => {
    const reply = await call(onNewCustomer, { key: testKey(), path: '/connector/x', ...sent });
    expect(reply.status).toBe(202);
    const { origin, pathname } = new URL(reply.headers['location']!);
    expect(origin + pathname).toBe(expected);
  });

  test('is not made of a host that is none', async () => {
    const reply = await call(onNewCustomer, { key: testKey(), headers: { host: 'a/b@c' } });
    expect(reply).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Host'), error: { code: 'header_invalid' } },
    });
  });
});
