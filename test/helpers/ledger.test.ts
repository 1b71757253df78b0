/** Checks that the ledger finds errors: each case changes one thing in correct books. */
import { expect, test } from '@jest/globals';
import { Call } from '#sandbox/engine/call.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { openBusiness } from '../model/business.ts';
import type { Reply } from './api.ts';
import { booksOf, checkLedgers, problemsOf } from './ledger.ts';

const registry = await loadApi();

/** Creates an account with some of every kind of object. */
async function business() {
  const { sandbox, platform, accountId } = await openBusiness(registry);
  await platform.post('/v1/charges', { amount: 5000, currency: 'usd', source: 'tok_bypassPending' });
  const { id: disputed } = await platform.post('/v1/charges', {
    amount: 900,
    currency: 'usd',
    source: 'tok_createDispute',
    destination: accountId,
    application_fee: 90,
  });
  const [fee] = (await platform.get('/v1/application_fees')).data;
  await platform.post(`/v1/application_fees/${fee.id}/refunds`, { amount: 30 });
  const [payment] = (await platform.get('/v1/charges')).data.filter(({ id }: Reply) => id !== disputed);
  await platform.post('/v1/refunds', { charge: payment.id, amount: 700 });
  const { id: sent } = await platform.post('/v1/transfers', {
    amount: 400,
    currency: 'usd',
    destination: accountId,
  });
  await platform.post(`/v1/transfers/${sent}/reversals`, { amount: 100 });
  const plan = { id: 'gold', amount: 1000, currency: 'usd', interval: 'month', name: 'Gold' };
  await platform.post('/v1/plans', plan);
  await platform.post('/v1/coupons', { id: 'once', percent_off: 10, duration: 'once' });
  const { id: customer } = await platform.post('/v1/customers', { source: 'tok_visa', coupon: 'once' });
  await platform.post('/v1/invoiceitems', { customer, amount: 200, currency: 'usd' });
  await platform.post('/v1/subscriptions', { customer, plan: 'gold', tax_percent: 10 });
  const { id: product } = await platform.post('/v1/products', { name: 'Socks', shippable: false });
  const { id: parent } = await platform.post('/v1/skus', {
    product,
    currency: 'usd',
    price: 300,
    inventory: { type: 'finite', quantity: 4 },
  });
  const items = [{ parent, quantity: 2 }];
  const { id: order } = await platform.post('/v1/orders', { currency: 'usd', email: 'a@example.com', items });
  await platform.post(`/v1/orders/${order}/pay`, { source: 'tok_visa' });
  await platform.post(`/v1/orders/${order}/returns`, { items: [{ parent }] });
  const [root] = sandbox.accounts;
  return { sandbox, root: root! };
}

test('books that are right have no problems', async () => {
  const { sandbox, root } = await business();
  expect(problemsOf(booksOf(sandbox, root))).toEqual([]);
  expect(() => checkLedgers(sandbox)).not.toThrow();
});

const more = (value: number) => value + 1;

test.each<[kind: string, field: string, change: (value: never) => unknown]>([
  ['funds', 'net', (net: Record<string, number>) => ({ ...net, card: net['card']! + 1 })],
  ['balance_transaction', 'amount', more],
  ['balance_transaction', 'fee', more],
  ['balance_transaction', 'available_on', () => 0],
  ['charge', 'amount_refunded', more],
  ['charge', 'amount', more],
  ['charge', 'invoice', () => 'in_none'],
  ['charge', 'order', () => 'or_none'],
  ['refund', 'amount', more],
  ['transfer', 'amount_reversed', more],
  ['transfer', 'status', () => 'failed'],
  ['transfer_reversal', 'amount', more],
  ['application_fee', 'amount_refunded', more],
  ['fee_refund', 'amount', more],
  ['dispute', 'amount', more],
  ['dispute', 'status', () => 'won'],
  ['invoice', 'subtotal', more],
  ['invoice', 'total', more],
  ['invoice', 'tax', more],
  ['invoice', 'amount_due', more],
  ['invoice', 'ending_balance', more],
  ['invoice', 'charge', () => null],
  ['invoice', 'closed', () => false],
  ['invoice', 'paid', () => false],
  ['invoiceitem', 'amount', more],
  ['invoiceitem', 'invoice', () => null],
  ['coupon', 'times_redeemed', () => 0],
  ['order', 'amount_returned', more],
  ['order', 'charge', () => null],
  ['order', 'status', () => 'returned'],
  ['order_return', 'items', (items: Reply[]) => items.map((item) => ({ ...item, quantity: 3 }))],
  ['order_return', 'refund', () => null],
  ['sku', 'inventory', (inventory: object) => ({ ...inventory, quantity: -1 })],
])('a %s whose %s is another is noticed', async (kind, field, change) => {
  const { sandbox, root } = await business();
  const resource = registry.resources.get(kind)!;
  const [newest] = new Call(root, registry, root.clock.now()).newest(resource, {}, 1);
  const kept = newest as Stored & Record<string, never>;
  root.journal.atomically(() =>
    root.store.replace(resource, { ...kept, [field]: change(kept[field]!) } as Stored),
  );
  expect(problemsOf(booksOf(sandbox, root))).not.toEqual([]);
  expect(() => checkLedgers(sandbox)).toThrow(/^The money does not add up:\n/);
});
