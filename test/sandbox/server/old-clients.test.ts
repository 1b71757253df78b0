/** Forms as clients of the time write them: those of Stripe's clients for Node.js, and of other languages as text. */
import { describe, expect, test } from '@jest/globals';
import { callOldest, OLD_CLIENTS, oldClient } from '../../helpers/old-clients.ts';
import { testKey } from '../../helpers/sandbox.ts';
import { accounts, card, send, type TestAccount } from '../helpers.ts';

const sandbox = accounts();

const owners = [
  { first_name: 'Ann', last_name: 'Lee' },
  { first_name: 'Bob', last_name: 'Ray' },
];

/** Two customers, of whom each has paid two charges. */
async function twoCustomers({ call }: TestAccount): Promise<string[]> {
  const ids: string[] = [];
  for (const email of ['a@example.com', 'b@example.com']) {
    const { id } = await call('POST', '/v1/customers', { email, source: card() });
    for (const amount of [100, 200]) {
      await call('POST', '/v1/charges', { amount, currency: 'usd', customer: id });
    }
    ids.push(id);
  }
  return ids;
}

/** Two SKUs, of 500 and 700. */
async function twoSkus({ call }: TestAccount): Promise<[string, string]> {
  const attributes = ['size'];
  const product = (await call('POST', '/v1/products', { name: 'Shirt', shippable: false, attributes })).id;
  const inventory = { type: 'infinite' };
  const make = async (size: string, price: number): Promise<string> =>
    (await call('POST', '/v1/skus', { product, price, currency: 'usd', inventory, attributes: { size } })).id;
  return [await make('S', 500), await make('M', 700)];
}

test('the client of 2012 lists the charges of one customer, in pages', async () => {
  const account = sandbox.open();
  const [customer] = await twoCustomers(account);
  const page = await callOldest(sandbox.url, account.key, 'charges.list', { customer, limit: 1 });
  expect(page.data).toMatchObject([{ customer, amount: 200 }]);
  expect(page.has_more).toBe(true);
  const given = { email: 'c@example.com', metadata: { order: '7' } };
  // The client changes what it is given.
  const made = await callOldest(sandbox.url, account.key, 'customers.create', { ...given });
  expect(made).toMatchObject(given);
});

describe.each(OLD_CLIENTS)('%s', (name) => {
  const open = () => {
    const account = sandbox.open();
    return { account, client: oldClient(name, sandbox.url, account.key, '2016-07-06') };
  };

  test('lists the charges of one customer, in pages that end', async () => {
    const { account, client } = open();
    const [customer] = await twoCustomers(account);
    const expand = ['data.customer'];
    const first = await client.charges.list({ customer, limit: 1, expand });
    expect(first.data).toMatchObject([{ amount: 200, customer: { id: customer, email: 'a@example.com' } }]);
    const starting_after = first.data[0].id;
    const second = await client.charges.list({ customer, limit: 1, starting_after });
    expect(second).toMatchObject({ data: [{ amount: 100, customer }], has_more: false });
  });

  test('cancels a subscription at the end of its period, and keeps numbered metadata', async () => {
    const { account, client } = open();
    await account.call('POST', '/v1/plans', {
      id: 'p',
      name: 'P',
      amount: 1,
      currency: 'usd',
      interval: 'day',
    });
    const metadata = { 0: 'zero', 1: 'one' };
    const customer = await client.customers.create({ source: card(), metadata });
    expect(customer.metadata).toEqual(metadata);
    const { id } = await account.call('POST', `/v1/customers/${customer.id}/subscriptions`, { plan: 'p' });
    const canceled =
      name === 'stripe-2013'
        ? await account.call('DELETE', `/v1/customers/${customer.id}/subscriptions/${id}`, {
            at_period_end: 'True',
          })
        : await client.customers.cancelSubscription(customer.id, id, { at_period_end: true });
    expect(canceled).toMatchObject({ cancel_at_period_end: true, status: 'active' });
  });
});

describe.each(['stripe-node-3', 'stripe-node-4'] as const)('lists of dictionaries of %s', (name) => {
  test('an order of two SKUs', async () => {
    const account = sandbox.open();
    const client = oldClient(name, sandbox.url, account.key, '2016-07-06');
    const [one, other] = await twoSkus(account);
    const items = [
      { type: 'sku', parent: one, quantity: 2 },
      { type: 'sku', parent: other },
    ];
    const order = await client.orders.create({ currency: 'usd', items });
    expect(order.amount).toBe(1700);
    const skus = order.items.filter(({ type }: { type: string }) => type === 'sku');
    expect(skus).toMatchObject([
      { parent: one, quantity: 2 },
      { parent: other, quantity: 1 },
    ]);
  });

  test('two additional owners', async () => {
    const client = oldClient(name, sandbox.url, testKey(), '2016-07-06');
    const legal_entity = { additional_owners: owners };
    const account = await client.accounts.create({ managed: true, country: 'GB', legal_entity });
    expect(account.legal_entity.additional_owners).toMatchObject(owners);
  });
});

/**
 * Two owners as clients of other languages write them. These forms follow the published sources of the clients' encoders;
 * they were not recorded from the wire.
 */
const OWNERS = 'legal_entity[additional_owners]';
const OWNERS_ENCODED = 'legal_entity%5Badditional_owners%5D';
const OWNER_FORMS: readonly [client: string, form: string][] = [
  [
    'Ruby, which leaves brackets as they are',
    `managed=true&country=GB&${OWNERS}[][first_name]=Ann&${OWNERS}[][last_name]=Lee&${OWNERS}[][first_name]=Bob&${OWNERS}[][last_name]=Ray`,
  ],
  [
    'Python, with its booleans and in the order of its dictionaries',
    `${OWNERS_ENCODED}%5B%5D%5Blast_name%5D=Lee&${OWNERS_ENCODED}%5B%5D%5Bfirst_name%5D=Ann&${OWNERS_ENCODED}%5B%5D%5Blast_name%5D=Ray&${OWNERS_ENCODED}%5B%5D%5Bfirst_name%5D=Bob&country=GB&managed=True`,
  ],
  [
    'PHP until 2015',
    `managed=true&country=GB&${OWNERS_ENCODED}%5B%5D%5Bfirst_name%5D=Ann&${OWNERS_ENCODED}%5B%5D%5Blast_name%5D=Lee&${OWNERS_ENCODED}%5B%5D%5Bfirst_name%5D=Bob&${OWNERS_ENCODED}%5B%5D%5Blast_name%5D=Ray`,
  ],
  [
    'PHP from then on',
    `managed=true&country=GB&${OWNERS_ENCODED}%5B0%5D%5Bfirst_name%5D=Ann&${OWNERS_ENCODED}%5B0%5D%5Blast_name%5D=Lee&${OWNERS_ENCODED}%5B1%5D%5Bfirst_name%5D=Bob&${OWNERS_ENCODED}%5B1%5D%5Blast_name%5D=Ray`,
  ],
  [
    'PHP, after array_filter has left a gap',
    `managed=true&country=GB&${OWNERS_ENCODED}%5B1%5D%5Bfirst_name%5D=Ann&${OWNERS_ENCODED}%5B1%5D%5Blast_name%5D=Lee&${OWNERS_ENCODED}%5B10%5D%5Bfirst_name%5D=Bob&${OWNERS_ENCODED}%5B10%5D%5Blast_name%5D=Ray`,
  ],
  [
    'Go',
    `country=GB&${OWNERS_ENCODED}%5B0%5D%5Bfirst_name%5D=Ann&${OWNERS_ENCODED}%5B0%5D%5Blast_name%5D=Lee&${OWNERS_ENCODED}%5B1%5D%5Bfirst_name%5D=Bob&${OWNERS_ENCODED}%5B1%5D%5Blast_name%5D=Ray&managed=true`,
  ],
  [
    '.NET, with its booleans',
    `managed=True&country=GB&${OWNERS}[0][first_name]=Ann&${OWNERS}[0][last_name]=Lee&${OWNERS}[1][first_name]=Bob&${OWNERS}[1][last_name]=Ray`,
  ],
  [
    'Java, in the order of a hash map',
    `country=GB&${OWNERS}[1][last_name]=Ray&${OWNERS}[0][last_name]=Lee&${OWNERS}[1][first_name]=Bob&${OWNERS}[0][first_name]=Ann&managed=true`,
  ],
];

describe('additional owners in the form of a client for', () => {
  test.each(OWNER_FORMS)('%s', async (_, body) => {
    const { status, body: made } = await send(sandbox.url, {
      method: 'POST',
      path: '/v1/accounts',
      key: testKey(),
      body,
      headers: { 'stripe-version': '2016-07-06' },
    });
    expect({ status, managed: made.managed }).toEqual({ status: 200, managed: true });
    expect(made.legal_entity.additional_owners).toMatchObject(owners);
    expect(made.legal_entity.additional_owners).toHaveLength(2);
  });
});

describe('booleans', () => {
  const charge = (capture: string) =>
    send(sandbox.url, {
      method: 'POST',
      path: '/v1/charges',
      key: testKey(),
      body: `amount=500&currency=usd&source=tok_visa&capture=${capture}`,
    });

  test.each([
    ['True', true],
    ['False', false],
    ['true', true],
    ['false', false],
  ])('%s is one', async (text, captured) => {
    expect(await charge(text)).toMatchObject({ status: 200, body: { captured } });
  });

  test.each(['1', '0', 'TRUE', 'yes'])('%s is none', async (text) => {
    expect(await charge(text)).toMatchObject({ status: 400, body: { error: { param: 'capture' } } });
  });
});
