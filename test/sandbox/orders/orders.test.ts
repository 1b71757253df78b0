/** Products, SKUs, orders and returns in the sandbox. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
let api: Api;
beforeEach(() => {
  api = apiAt(sandbox.url);
});

const SHIPPING = {
  name: 'Jenny Rosen',
  address: { line1: '1234 Main Street', city: 'Anytown', country: 'US', postal_code: '123456' },
};

async function shirt(
  inventory: object = { type: 'finite', quantity: 500 },
): Promise<{ product: Reply; sku: Reply }> {
  const product = await api.post('/v1/products', { name: 'T-shirt', attributes: ['size', 'gender'] });
  const sku = await api.post('/v1/skus', {
    product: product.id,
    attributes: { size: 'Medium', gender: 'Unisex' },
    currency: 'usd',
    price: 1500,
    inventory,
  });
  return { product, sku };
}

function order(sku: Reply, more: object = {}): Promise<Reply> {
  return api.post('/v1/orders', {
    currency: 'usd',
    email: 'jenny@example.com',
    items: [{ type: 'sku', parent: sku.id, quantity: 2 }],
    shipping: SHIPPING,
    ...more,
  });
}

describe('products', () => {
  test('have defaults, are updated, and hold their active SKUs', async () => {
    const { product, sku } = await shirt();
    expect(product).toMatchObject({
      active: true,
      shippable: true,
      images: [],
      skus: { data: [], total_count: 0 },
    });
    const updated = await api.post(`/v1/products/${product.id}`, {
      caption: 'Soft',
      images: ['https://example.com/1.png'],
      metadata: { a: 'b' },
    });
    expect(updated).toMatchObject({
      caption: 'Soft',
      images: ['https://example.com/1.png'],
      metadata: { a: 'b' },
    });
    expect(updated.skus.data.map(({ id }: Reply) => id)).toEqual([sku.id]);
    await api.post(`/v1/skus/${sku.id}`, { active: false });
    const without = await api.post(`/v1/products/${product.id}`, { images: '' });
    expect(without).toMatchObject({
      images: [],
      skus: { data: [], url: `/v1/skus?product=${product.id}&active=true` },
    });
  });

  test('keep chosen ids, and refuse a second one', async () => {
    await api.post('/v1/products', { id: 'shirt', name: 'T-shirt' });
    await expect(api.post('/v1/products', { id: 'shirt', name: 'T-shirt' })).rejects.toMatchObject({
      statusCode: 400,
      param: 'id',
    });
  });

  test('are deleted only without SKUs', async () => {
    const { product, sku } = await shirt();
    await expect(api.del(`/v1/products/${product.id}`)).rejects.toMatchObject({ statusCode: 400 });
    expect(await api.del(`/v1/skus/${sku.id}`)).toMatchObject({ deleted: true, id: sku.id });
    expect(await api.del(`/v1/products/${product.id}`)).toMatchObject({ deleted: true, id: product.id });
    await expect(api.get(`/v1/products/${product.id}`)).rejects.toMatchObject({
      statusCode: 404,
      message: `No such product: ${product.id}`,
    });
  });

  test('are listed by what they are', async () => {
    const book = await api.post('/v1/products', {
      name: 'E-book',
      shippable: false,
      url: 'https://example.com/book',
    });
    const mug = await api.post('/v1/products', { name: 'Mug', active: false });
    const ids = async (parameters: object) =>
      (await api.get('/v1/products', parameters)).data.map(({ id }: Reply) => id);
    expect(await ids({})).toEqual([mug.id, book.id]);
    expect(await ids({ shippable: false })).toEqual([book.id]);
    expect(await ids({ active: false })).toEqual([mug.id]);
    expect(await ids({ url: 'https://example.com/book' })).toEqual([book.id]);
    expect(await ids({ ids: [book.id, 'prod_none'] })).toEqual([book.id]);
    expect(await ids({ ids: [book.id, mug.id], limit: 1, starting_after: mug.id })).toEqual([book.id]);
    expect(await ids({ ids: [book.id, mug.id], active: true })).toEqual([book.id]);
  });
});

describe('SKUs', () => {
  test('have the attributes of their product and no others', async () => {
    const { product, sku } = await shirt();
    const create = (attributes: object) =>
      api.post('/v1/skus', {
        product: product.id,
        currency: 'usd',
        price: 1,
        inventory: { type: 'infinite' },
        attributes,
      });
    await expect(create({ size: 'S', gender: 'Unisex', color: 'red' })).rejects.toMatchObject({
      param: 'attributes[color]',
    });
    await expect(create({ size: 'S' })).rejects.toMatchObject({ param: 'attributes' });
    const changed = await api.post(`/v1/skus/${sku.id}`, { attributes: { size: 'Large' } });
    expect(changed.attributes).toEqual({ size: 'Large', gender: 'Unisex' });
    await api.post(`/v1/products/${product.id}`, { attributes: ['size'] });
    expect((await api.get(`/v1/skus/${sku.id}`)).attributes).toEqual({ size: 'Large' });
  });

  test('have an inventory of one of three types', async () => {
    const { sku } = await shirt({ type: 'bucket', value: 'limited' });
    expect(sku.inventory).toEqual({ quantity: null, type: 'bucket', value: 'limited' });
    const finite = await api.post(`/v1/skus/${sku.id}`, { inventory: { type: 'finite', quantity: 3 } });
    expect(finite.inventory).toEqual({ quantity: 3, type: 'finite', value: null });
    expect((await api.post(`/v1/skus/${sku.id}`, { inventory: { quantity: 0 } })).inventory.quantity).toBe(0);
    for (const inventory of [{ type: 'finite' }, { type: 'bucket' }, { type: 'infinite', quantity: 1 }]) {
      await expect(shirt(inventory)).rejects.toMatchObject({ statusCode: 400 });
    }
  });

  test('are listed by product, attributes and stock', async () => {
    const { product, sku } = await shirt({ type: 'finite', quantity: 0 });
    const { sku: other } = await shirt();
    const ids = async (parameters: object) =>
      (await api.get('/v1/skus', parameters)).data.map(({ id }: Reply) => id);
    expect(await ids({ product: product.id })).toEqual([sku.id]);
    expect(await ids({ in_stock: false })).toEqual([sku.id]);
    expect(await ids({ in_stock: true, active: true })).toEqual([other.id]);
    expect(await ids({ product: product.id, attributes: { size: 'Medium' } })).toEqual([sku.id]);
    expect(await ids({ product: product.id, attributes: { size: 'Small' } })).toEqual([]);
    await expect(ids({ attributes: { size: 'Small' } })).rejects.toMatchObject({ param: 'attributes' });
  });
});

describe('orders', () => {
  test('hold goods, taxes and shipping', async () => {
    const { sku } = await shirt();
    const made = await order(sku);
    expect(made).toMatchObject({
      amount: 3000,
      amount_returned: null,
      status: 'created',
      status_transitions: null,
    });
    expect(made.items.map(({ type, amount, parent }: Reply) => [type, amount, parent])).toEqual([
      ['sku', 3000, sku.id],
      ['tax', 0, null],
      ['shipping', 0, 'ship_free-shipping'],
    ]);
    expect(made.shipping_methods).toHaveLength(1);
    const expanded = await api.get(`/v1/orders/${made.id}`, { expand: ['items.parent'] });
    expect(expanded.items[0].parent).toMatchObject({ id: sku.id, object: 'sku' });
  });

  test.each([
    [{ amount: 0 }],
    [{ amount: 1 }],
    [{ amount: -500 }],
    [{ currency: 'eur' }],
    [{ type: 'sku', amount: 0, currency: 'usd', description: 'Almost free' }],
  ])('cost what their SKUs cost, whatever the caller says: %j', async (said) => {
    const { sku } = await shirt({ type: 'finite', quantity: 5 });
    const { id, items, amount } = await order(sku, { items: [{ parent: sku.id, quantity: 2, ...said }] });
    expect(amount).toBe(3000);
    expect(items[0]).toMatchObject({ amount: 3000, currency: 'usd', description: 'T-shirt', quantity: 2 });
    const { charge } = await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' });
    expect(await api.get(`/v1/charges/${charge}`)).toMatchObject({ amount: 3000 });
    await expect(
      api.post(`/v1/orders/${id}/returns`, { items: [{ parent: sku.id, amount: 1 }] }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'items[0][amount]' });
    expect(
      await api.post(`/v1/orders/${id}/returns`, { items: [{ parent: sku.id, amount: 1500 }] }),
    ).toMatchObject({ amount: 1500 });
  });

  test('can have an SKU on two lines, each of which goes back once', async () => {
    const { sku } = await shirt({ type: 'finite', quantity: 5 });
    const items = [{ parent: sku.id }, { parent: sku.id, quantity: 2 }];
    const { id } = await order(sku, { items });
    const { charge } = await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' });
    const give = (more: object = {}) => api.post(`/v1/orders/${id}/returns`, more);
    expect(await give({ items: [{ parent: sku.id }] })).toMatchObject({
      amount: 1500,
      items: [{ quantity: 1 }],
    });
    expect(await give({ items: [{ parent: sku.id }] })).toMatchObject({ amount: 1500 });
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ status: 'paid', amount_returned: 3000 });
    expect(await give()).toMatchObject({ amount: 1500 });
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ status: 'canceled', amount_returned: 4500 });
    expect(await api.get(`/v1/charges/${charge}`)).toMatchObject({ amount_refunded: 4500 });
    const stock = async () => (await api.get(`/v1/skus/${sku.id}`)).inventory.quantity;
    expect(await stock()).toBe(5);
    const again = await order(sku, { items });
    await api.post(`/v1/orders/${again.id}/pay`, { source: 'tok_visa' });
    expect(await stock()).toBe(2);
    await api.post(`/v1/orders/${again.id}`, { status: 'canceled' });
    expect(await stock()).toBe(5);
  });

  test('never come to less than nothing, nor do their returns', async () => {
    const { sku } = await shirt();
    const items = [
      { parent: sku.id, quantity: 2 },
      { type: 'discount', amount: -3500 },
      { type: 'shipping', description: 'By bike', amount: 700 },
      { type: 'shipping', description: 'On foot', amount: 400 },
    ];
    const { id } = await order(sku, { items });
    await expect(
      api.post(`/v1/orders/${id}`, { selected_shipping_method: 'ship_on-foot' }),
    ).rejects.toMatchObject({ statusCode: 400 });
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ amount: 200 });
    await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' });
    const give = (more: object = {}) => api.post(`/v1/orders/${id}/returns`, more);
    expect(await give({ items: [{ parent: sku.id }] })).toMatchObject({ amount: 0, refund: null });
    await expect(give({ items: [{ type: 'shipping' }] })).rejects.toMatchObject({ param: 'items' });
    expect(await give()).toMatchObject({ amount: 200 });
  });

  test('can travel by the methods that they were given', async () => {
    const { sku } = await shirt();
    const made = await order(sku, {
      items: [
        { parent: sku.id },
        { type: 'shipping', description: 'Free shipping', amount: 0 },
        { type: 'shipping', description: 'By bike', amount: 700 },
        { type: 'tax', description: 'VAT', amount: 300 },
      ],
    });
    expect(made).toMatchObject({ amount: 1800, selected_shipping_method: 'ship_free-shipping' });
    const faster = await api.post(`/v1/orders/${made.id}`, { selected_shipping_method: 'ship_by-bike' });
    expect(faster).toMatchObject({ amount: 2500, selected_shipping_method: 'ship_by-bike' });
    await expect(
      api.post(`/v1/orders/${made.id}`, { selected_shipping_method: 'ship_none' }),
    ).rejects.toMatchObject({ param: 'selected_shipping_method' });
  });

  test('need shipping for what is sent, goods that are for sale, and one currency', async () => {
    const { product, sku } = await shirt({ type: 'finite', quantity: 1 });
    const items = [{ parent: sku.id }];
    await expect(api.post('/v1/orders', { currency: 'usd', items })).rejects.toMatchObject({
      param: 'shipping',
    });
    await expect(order(sku)).rejects.toMatchObject({ code: 'out_of_inventory' });
    await expect(order(sku, { items, currency: 'eur' })).rejects.toMatchObject({ param: 'currency' });
    await expect(order(sku, { items: [] })).rejects.toMatchObject({ param: 'items' });
    await expect(order(sku, { items: [{ parent: 'sku_none' }] })).rejects.toMatchObject({
      message: 'No such sku: sku_none',
      statusCode: 400,
    });
    await api.post(`/v1/products/${product.id}`, { active: false });
    await expect(order(sku, { items })).rejects.toMatchObject({ code: 'product_inactive' });
    await api.post(`/v1/skus/${sku.id}`, { active: false });
    await expect(order(sku, { items })).rejects.toMatchObject({ code: 'sku_inactive' });
  });

  test('are paid, sent and returned, and the money adds up', async () => {
    const { sku } = await shirt({ type: 'finite', quantity: 5 });
    const { id } = await order(sku);
    await expect(api.del(`/v1/skus/${sku.id}`)).rejects.toMatchObject({ statusCode: 400 });
    const paid = await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa', metadata: { a: 'b' } });
    expect(paid).toMatchObject({ status: 'paid', metadata: { a: 'b' } });
    expect(paid.status_transitions).toMatchObject({ paid: paid.updated, fulfiled: null });
    expect(await api.get(`/v1/charges/${paid.charge}`)).toMatchObject({
      amount: 3000,
      order: id,
      paid: true,
    });
    expect((await api.get(`/v1/skus/${sku.id}`)).inventory.quantity).toBe(3);
    expect(await moneyOf(api)).toEqual({ usd: 3000 - 117 });
    await expect(api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' })).rejects.toMatchObject({
      code: 'order_status_invalid',
    });
    const sent = await api.post(`/v1/orders/${id}`, {
      status: 'fulfilled',
      shipping: { carrier: 'USPS', tracking_number: '1' },
    });
    expect(sent).toMatchObject({
      status: 'fulfilled',
      shipping: { name: 'Jenny Rosen', carrier: 'USPS', tracking_number: '1' },
    });
    const returned = await api.post(`/v1/orders/${id}/returns`, { items: [{ parent: sku.id, quantity: 1 }] });
    expect(returned).toMatchObject({ object: 'order_return', amount: 1500, order: id });
    expect(await api.get(`/v1/refunds/${returned.refund}`)).toMatchObject({
      amount: 1500,
      charge: paid.charge,
    });
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ status: 'fulfilled', amount_returned: 1500 });
    await expect(
      api.post(`/v1/orders/${id}/returns`, { items: [{ parent: sku.id, quantity: 2 }] }),
    ).rejects.toMatchObject({ param: 'items[0][quantity]' });
    await api.post(`/v1/orders/${id}/returns`);
    const done = await api.get(`/v1/orders/${id}`);
    expect(done).toMatchObject({ status: 'returned', amount_returned: 3000, returns: { total_count: 2 } });
    expect((await api.get(`/v1/skus/${sku.id}`)).inventory.quantity).toBe(3);
    expect(await moneyOf(api)).toEqual({ usd: 0 });
    await expect(api.post(`/v1/orders/${id}/returns`)).rejects.toMatchObject({
      code: 'order_status_invalid',
    });
    const listed = await api.get('/v1/order_returns', { order: id });
    expect(listed.data.map(({ amount }: Reply) => amount)).toEqual([1500, 1500]);
    expect(await api.get(`/v1/order_returns/${returned.id}`, { expand: ['refund'] })).toMatchObject({
      refund: { object: 'refund' },
    });
  });

  test('that are canceled after they were paid are refunded, and their goods go back into the stock', async () => {
    const { sku } = await shirt({ type: 'finite', quantity: 2 });
    const { id } = await order(sku);
    await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' });
    const canceled = await api.post(`/v1/orders/${id}`, { status: 'canceled' });
    expect(canceled).toMatchObject({ status: 'canceled', amount_returned: 3000 });
    expect(canceled.returns.data[0].refund).toMatch(/^re_/);
    expect((await api.get(`/v1/skus/${sku.id}`)).inventory.quantity).toBe(2);
    expect(await moneyOf(api)).toEqual({ usd: 0 });
    await expect(api.post(`/v1/orders/${id}`, { status: 'created' })).rejects.toMatchObject({
      param: 'status',
    });
  });

  test('stay as they are when the card is declined', async () => {
    const { sku } = await shirt({ type: 'finite', quantity: 2 });
    const { id } = await order(sku);
    await expect(api.post(`/v1/orders/${id}/pay`, { source: 'tok_chargeDeclined' })).rejects.toMatchObject({
      statusCode: 402,
      code: 'card_declined',
    });
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ status: 'created', charge: null });
    expect((await api.get(`/v1/skus/${sku.id}`)).inventory.quantity).toBe(2);
    const events = await api.get('/v1/events', { limit: 100 });
    expect(events.data.map(({ type }: Reply) => type)).toContain('order.payment_failed');
  });

  test('are paid by their customer, with its e-mail address and shipping', async () => {
    const { sku } = await shirt();
    const customer = await api.post('/v1/customers', {
      email: 'rosen@example.com',
      shipping: SHIPPING,
      source: 'tok_visa',
    });
    const made = await api.post('/v1/orders', {
      currency: 'usd',
      customer: customer.id,
      items: [{ parent: sku.id }],
    });
    expect(made).toMatchObject({
      email: 'rosen@example.com',
      shipping: { name: 'Jenny Rosen', phone: null },
    });
    const paid = await api.post(`/v1/orders/${made.id}/pay`);
    expect(paid).toMatchObject({ status: 'paid', customer: customer.id });
    expect(await api.get(`/v1/charges/${paid.charge}`)).toMatchObject({ customer: customer.id });
  });

  test('need an e-mail address and something to charge', async () => {
    const { sku } = await shirt();
    const { id } = await order(sku, { email: undefined });
    await expect(api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' })).rejects.toMatchObject({
      param: 'email',
    });
    await expect(api.post(`/v1/orders/${id}/pay`, { email: 'a@example.com' })).rejects.toMatchObject({
      message: 'Must provide source or customer.',
    });
    expect(
      await api.post(`/v1/orders/${id}/pay`, { email: 'a@example.com', source: 'tok_visa' }),
    ).toMatchObject({ email: 'a@example.com', status: 'paid' });
  });

  test('are reduced by a coupon, and returned bit by bit with their share of it', async () => {
    const { sku } = await shirt();
    await api.post('/v1/coupons', { id: 'THIRD', duration: 'once', percent_off: 33 });
    await api.post('/v1/coupons', { id: 'FIVE', duration: 'once', amount_off: 500, currency: 'usd' });
    await api.post('/v1/coupons', { id: 'ALWAYS', duration: 'forever', percent_off: 10 });
    await api.post('/v1/coupons', { id: 'EURO', duration: 'once', amount_off: 500, currency: 'eur' });
    for (const coupon of ['NONE', 'ALWAYS', 'EURO']) {
      await expect(order(sku, { coupon })).rejects.toMatchObject({ param: 'coupon' });
    }
    const made = await order(sku, { coupon: 'FIVE' });
    expect(made).toMatchObject({ amount: 2500 });
    const { id } = await api.post(`/v1/orders/${made.id}`, { coupon: 'THIRD' });
    const paid = await api.post(`/v1/orders/${id}/pay`, { source: 'tok_visa' });
    expect(paid.items.map(({ type, amount, parent }: Reply) => [type, amount, parent])).toEqual([
      ['sku', 3000, sku.id],
      ['discount', -990, 'THIRD'],
      ['tax', 0, null],
      ['shipping', 0, 'ship_free-shipping'],
    ]);
    expect(await api.get('/v1/coupons/THIRD')).toMatchObject({ times_redeemed: 1 });
    expect(await api.get(`/v1/charges/${paid.charge}`)).toMatchObject({ amount: 2010 });
    const returns = [];
    for (const _ of ['first', 'second']) {
      returns.push(await api.post(`/v1/orders/${id}/returns`, { items: [{ parent: sku.id }] }));
    }
    expect(returns.map(({ amount }) => amount)).toEqual([1005, 1005]);
    expect(await api.get(`/v1/orders/${id}`)).toMatchObject({ status: 'canceled', amount_returned: 2010 });
    expect(await moneyOf(api)).toEqual({ usd: 0 });
    await expect(api.post(`/v1/orders/${id}`, { coupon: 'FIVE' })).rejects.toMatchObject({
      code: 'order_status_invalid',
    });
  });

  test('of connected accounts pay a fee to the platform, which they name', async () => {
    const { id: account } = await api.post('/v1/accounts', { managed: true });
    const platform = api;
    api = platform.on(account);
    const { product, sku } = await shirt();
    const made = await order(sku);
    const paid = await api.post(`/v1/orders/${made.id}/pay`, { source: 'tok_visa', application_fee: 100 });
    expect(paid.application_fee).toBe(100);
    const [fee] = (await platform.get('/v1/application_fees')).data;
    expect(fee).toMatchObject({ amount: 100, charge: paid.charge, application: made.application });
    await api.post(`/v1/products/${product.id}`, { deactivate_on: [made.application] });
    await expect(order(sku)).rejects.toMatchObject({ code: 'product_inactive' });
  });

  test('are listed by status, customer, ids and when they were paid', async () => {
    const { sku } = await shirt();
    const first = await order(sku);
    const second = await order(sku);
    const { updated } = await api.post(`/v1/orders/${first.id}/pay`, { source: 'tok_visa' });
    const ids = async (parameters: object) =>
      (await api.get('/v1/orders', parameters)).data.map(({ id }: Reply) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ status: 'paid' })).toEqual([first.id]);
    expect(await ids({ ids: [second.id] })).toEqual([second.id]);
    expect(await ids({ upstream_ids: ['1'] })).toEqual([]);
    expect(await ids({ status_transitions: { paid: { gte: updated } } })).toEqual([first.id]);
    expect(await ids({ status_transitions: { paid: { gt: updated } } })).toEqual([]);
    expect(await ids({ status_transitions: { canceled: { gt: 0 } } })).toEqual([]);
  });
});
