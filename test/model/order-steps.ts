/** Steps with SKUs and orders. Callers name prices of SKUs as well; the seller's hold. */
import type { Reply } from '../helpers/api.ts';
import type { Business } from './business.ts';
import type { Dice, Step } from './dice.ts';

const SHIPPING = { name: 'Jenny Rosen', address: { line1: '1234 Main Street', country: 'US' } };

const isNew = ({ status }: Reply) => status === 'created';
const isPaid = ({ status }: Reply) => status === 'paid' || status === 'fulfilled';

const items = async ({ platform }: Business, dice: Dice) => {
  const { id: parent, price } = await dice.oneOf(platform, '/v1/skus');
  const { id: second } = await dice.oneOf(platform, '/v1/skus');
  const goods = (one: string) => ({
    type: 'sku',
    parent: one,
    quantity: 1 + dice.roll(4),
    ...dice.maybe(2, { amount: dice.roll(500), description: 'Cheap' }),
  });
  return [
    goods(parent),
    ...(dice.oneIn(2) ? [goods(second)] : []),
    ...(dice.oneIn(2) ? [{ type: 'tax', amount: dice.roll(300), description: 'VAT' }] : []),
    ...(dice.oneIn(2) ? [{ type: 'discount', amount: -dice.roll(2 * (price ?? 0) + 1) }] : []),
    ...['By bike', 'On foot'].flatMap((description) =>
      dice.oneIn(2) ? [{ type: 'shipping', amount: dice.roll(300), description }] : [],
    ),
  ];
};

/** Notes which returns are of goods that were never sent. */
async function noteReturns({ platform, expected }: Business, order: string, status: string) {
  const { data } = await platform.get('/v1/order_returns', { order, limit: 100 });
  for (const { id } of status === 'paid' ? data : []) {
    expected.unsent.add(id);
  }
}

export const ORDER_STEPS: Readonly<Record<string, Step>> = {
  sku: async ({ platform, expected }, dice) => {
    const product = await platform.post('/v1/products', { name: 'Socks', shippable: dice.oneIn(2) });
    const price = dice.roll(400);
    const quantity = dice.oneIn(4) ? null : dice.roll(20);
    const inventory = quantity === null ? { type: 'infinite' } : { type: 'finite', quantity };
    const { id } = await platform.post('/v1/skus', {
      product: product.id,
      currency: 'usd',
      price,
      inventory,
    });
    expected.skus.set(id, { price, quantity });
  },
  order: async (business, dice) =>
    business.platform.post('/v1/orders', {
      currency: 'usd',
      email: 'jenny@example.com',
      shipping: SHIPPING,
      items: await items(business, dice),
      ...dice.maybe(3, { coupon: dice.pick(['half', 'little', 'once', 'onceOff']) }),
    }),
  changeOrder: async ({ platform }, dice) => {
    const { id, shipping_methods } = await dice.oneOf(platform, '/v1/orders', isNew);
    const method = dice.pick((shipping_methods ?? [{ id: 'none' }]) as { id: string }[]).id;
    return platform.post(`/v1/orders/${id}`, {
      ...dice.maybe(2, { selected_shipping_method: method }),
      ...dice.maybe(3, { coupon: dice.pick(['once', 'onceOff', 'half']) }),
    });
  },
  payOrder: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/orders', isNew);
    return dice.oneIn(5)
      ? platform.post(`/v1/orders/${id}`, { status: 'paid' })
      : platform.post(`/v1/orders/${id}/pay`, {
          source: dice.pick(['tok_visa', 'tok_visa', 'tok_chargeDeclined']),
        });
  },
  moveOrder: async (business, dice) => {
    const { id, status } = await dice.oneOf(business.platform, '/v1/orders', isPaid);
    await business.platform.post(`/v1/orders/${id}`, {
      status: dice.pick(['fulfilled', 'canceled', 'returned']),
    });
    await noteReturns(business, id, status);
  },
  returnOrder: async (business, dice) => {
    const { id, status, items: lines = [] } = await dice.oneOf(business.platform, '/v1/orders', isPaid);
    const chosen = lines
      .filter(({ type }: { type: string }) => type !== 'discount' && dice.oneIn(2))
      .map(({ type, parent }: { type: string; parent: string | null }) => ({
        type,
        ...(parent !== null && { parent }),
        ...(type === 'sku' ? { quantity: 1 + dice.roll(2) } : dice.maybe(3, { amount: dice.roll(200) })),
      }));
    await business.platform.post(`/v1/orders/${id}/returns`, { items: chosen });
    await noteReturns(business, id, status);
  },
};
