/** Products, SKUs, orders, their returns; connected accounts and what they are paid with; what is retired. */
import { chosen, del, get, post } from './table.ts';

const sku = { currency: 'usd', price: 500, inventory: { type: 'infinite' }, attributes: { size: 'L' } };
const order = { currency: 'usd', items: [{ type: 'sku', parent: '$sku' }] };
const bank = { object: 'bank_account', country: 'US', currency: 'usd', routing_number: '110000000' };

export const COMMERCE = [
  post('/v1/products', {}, 400, { param: 'name' }),
  post('/v1/products', { name: 'Shirt', attributes: ['a', 'b', 'c', 'd', 'e', 'f'] }, 400, {
    param: 'attributes',
  }),
  post('/v1/products', { name: 'Shirt', url: { at: 'home' } }, 400, chosen('url')),
  get('/v1/products/prod_nothing', {}, 404, { param: 'id' }),
  post('/v1/products/prod_nothing', {}, 404, { param: 'id' }),
  del('/v1/products/$product', {}, 400, chosen('id')),
  post('/v1/skus', { ...sku }, 400, { param: 'product' }),
  post('/v1/skus', { ...sku, product: 'prod_nothing' }, 400, { param: 'product' }),
  post('/v1/skus', { ...sku, product: '$product', price: -1 }, 400, { param: 'price' }),
  post(
    '/v1/skus',
    { ...sku, product: '$product', attributes: { colour: 'red' } },
    400,
    chosen('attributes[colour]'),
  ),
  post('/v1/skus', { ...sku, product: '$product', inventory: { type: 'some' } }, 400, {
    param: 'inventory[type]',
  }),
  post('/v1/skus', { ...sku, product: '$product', inventory: { type: 'finite' } }, 400, {
    param: 'inventory[quantity]',
  }),
  get('/v1/skus/sku_nothing', {}, 404, { param: 'id' }),
  del('/v1/skus/$sold', {}, 400, chosen('id')),
  post('/v1/orders', {}, 400, { param: 'currency' }),
  post(
    '/v1/orders',
    { ...order, items: [{ type: 'sku', parent: 'sku_nothing' }] },
    400,
    chosen('items[0][parent]'),
  ),
  post('/v1/orders', { ...order, items: [{ type: 'sku', parent: '$sku', quantity: 0 }] }, 400, {
    param: 'items[0][quantity]',
  }),
  post('/v1/orders', { ...order, currency: 'eur' }, 400, chosen('currency')),
  post('/v1/orders', { ...order, coupon: 'NOTHING' }, 400, { param: 'coupon' }),
  get('/v1/orders/or_nothing', {}, 404, { param: 'id' }),
  post('/v1/orders/$order/pay', {}, 400, chosen('email')),
  post('/v1/orders/$order/returns', {}, 400, { ...chosen('id'), code: 'order_status_invalid' }),
  post('/v1/orders/$order', { status: 'asleep' }, 400, { param: 'status' }),
  post('/v1/orders/$order', { status: 'fulfilled' }, 400, {
    ...chosen('status'),
    code: 'order_status_invalid',
  }),
  get('/v1/order_returns/orret_nothing', {}, 404, { param: 'id' }),
  // Connected accounts.
  post('/v1/accounts', { managed: true, country: 'XX' }, 400, { param: 'country' }),
  post('/v1/accounts', { managed: true, country: 'US', legal_entity: { type: 'ghost' } }, 400, {
    param: 'legal_entity[type]',
  }),
  post('/v1/accounts', { managed: true, country: 'US', transfer_schedule: { interval: 'hourly' } }, 400, {
    param: 'transfer_schedule[interval]',
  }),
  get('/v1/accounts/acct_nothing', {}, 404, chosen('id')),
  post('/v1/accounts/$account/reject', { reason: 'mood' }, 400, { param: 'reason' }),
  post('/v1/accounts/$account/external_accounts', {}, 400, { param: 'external_account' }),
  post('/v1/accounts/$account/external_accounts', { external_account: bank }, 400, {
    param: 'external_account[account_number]',
  }),
  get('/v1/accounts/$account/external_accounts/ba_nothing', {}, 404, { param: 'id' }),
  del('/v1/accounts/$account/external_accounts/ba_nothing', {}, 404, { param: 'id' }),
  // Recipients and Bitcoin receivers.
  post('/v1/recipients', { name: 'Jenny Rosen' }, 400, { param: 'type' }),
  post('/v1/recipients', { name: 'Jenny Rosen', type: 'robot' }, 400, { param: 'type' }),
  get('/v1/recipients/rp_nothing', {}, 404, { param: 'id' }),
  post('/v1/bitcoin/receivers', { currency: 'usd' }, 400, { param: 'amount' }),
  post('/v1/bitcoin/receivers', { amount: 1000, currency: 'eur', email: 'jenny@example.com' }, 400, {
    param: 'currency',
  }),
  get('/v1/bitcoin/receivers/btcrcv_nothing', {}, 404, { param: 'id' }),
  get('/v1/application_fees/fee_nothing', {}, 404, { param: 'id' }),
  post('/v1/application_fees/fee_nothing/refunds', {}, 404, { param: 'id' }),
];
