/** Old clients call the sandbox. */
import { expect, test } from '@jest/globals';
import { oldClient } from '../helpers/old-clients.ts';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { unrecognizedOf } from './requests.ts';
import { testStories } from './story.ts';

const sandbox = testSandbox();

testStories({
  get url() {
    return sandbox.url;
  },
  defaultVersion: '2016-07-06',
});

test.each(['stripe-node-3', 'stripe-node-4'] as const)(
  '%s has methods for what came after 2013',
  async (name) => {
    const client = oldClient(name, sandbox.url, testKey(), '2016-07-06');
    const customer = await client.customers.create({ email: 'jenny@example.com' });
    const source = await client.customers.createSource(customer.id, { source: 'tok_visa' });
    expect(source).toMatchObject({ object: 'card', brand: 'Visa', customer: customer.id });
    await client.plans.create({ id: 'gold', name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' });
    const subscription = await client.customers.createSubscription(customer.id, {
      plan: 'gold',
      quantity: 2,
    });
    expect(subscription).toMatchObject({ status: 'active', quantity: 2, plan: { id: 'gold' } });
    const listed = await client.customers.listSubscriptions(customer.id, { limit: 1 });
    expect(listed).toMatchObject({ data: [{ id: subscription.id }], has_more: false });
    const { data } = await client.charges.list({ customer: customer.id, limit: 1 });
    expect(data).toMatchObject([{ amount: 4000, source: { id: source.id } }]);
    const refund = await client.refunds.create({ charge: data[0].id, amount: 1500 });
    expect(refund).toMatchObject({ object: 'refund', amount: 1500, charge: data[0].id });
    const updated = await client.charges.update(data[0].id, { metadata: { order: 7 } });
    expect(updated).toMatchObject({ amount_refunded: 1500, metadata: { order: '7' } });
  },
);

test.each([
  ['stripe-2013', '2013-08-13', 63, []],
  ['stripe-node-3', '2015-10-01', 139, []],
  // Sources that are no cards came after 2016-07-06.
  ['stripe-node-4', '2016-07-06', 158, ['threeDSecure.create', 'sources.create', 'sources.retrieve']],
] as const)(
  '%s at %s has %i methods, of which the sandbox does not know %j',
  async (name, version, methods, unrecognized) => {
    expect(await unrecognizedOf(name, sandbox.url, testKey(), version)).toEqual({
      methods,
      unrecognized,
    });
  },
);
