/** An account on which something of every kind happened that old versions of the API knew. */
import { NEWEST_VERSION } from '#sandbox/versions/default.ts';
import { card, type Loose, openAt, refusal, type TestAccount } from './helpers.ts';

const bank = {
  country: 'US',
  currency: 'usd',
  account_number: '000123456789',
  routing_number: '110000000',
};

/** The ids of what was made. */
export interface Made {
  readonly account: TestAccount;
  readonly charge: string;
  readonly disputed: string;
  readonly dispute: string;
  readonly customer: string;
  readonly card: string;
  readonly subscription: string;
  readonly invoice: string;
  readonly token: string;
  readonly recipient: string;
  readonly transfer: string;
  readonly connected: string;
}

/** Makes it, by today's calls. */
export async function furnish(address: string): Promise<Made> {
  const account = openAt(address);
  const { call } = account;
  const { object: _, ...fields } = card('4242424242424242', { name: 'Jenny', address_zip: '94111' });
  const token = await call('POST', '/v1/tokens', { card: fields });
  const gold = { id: 'gold', amount: 2000, currency: 'usd', interval: 'month', name: 'Gold' };
  await call('POST', '/v1/plans', { ...gold, trial_period_days: 30 });
  await call('POST', '/v1/plans', { ...gold, id: 'silver', amount: 1000, statement_descriptor: 'SILVER' });
  await call('POST', '/v1/plans/silver', { name: 'Silver' });
  await call('POST', '/v1/coupons', {
    id: 'OFF',
    percent_off: 25,
    duration: 'repeating',
    duration_in_months: 3,
  });
  const customer = await call('POST', '/v1/customers', {
    source: card(),
    email: 'jenny@example.com',
    description: 'Jenny',
  });
  await call('POST', `/v1/customers/${customer.id}`, { description: 'Jenny Rosen', coupon: 'OFF' });
  const subscription = await call('POST', '/v1/subscriptions', { customer: customer.id, plan: 'silver' });
  await call('POST', `/v1/subscriptions/${subscription.id}`, { quantity: 2 });
  await call('POST', '/v1/invoiceitems', {
    customer: customer.id,
    amount: 500,
    currency: 'usd',
    description: 'Socks',
  });
  const invoice = await call('POST', '/v1/invoices', { customer: customer.id });
  await call('POST', `/v1/invoices/${invoice.id}/pay`);
  const other = await call('POST', '/v1/customers', { source: card() });
  const ended = await call('POST', '/v1/subscriptions', { customer: other.id, plan: 'gold' });
  await call('DELETE', `/v1/subscriptions/${ended.id}`);
  const charge = await call('POST', '/v1/charges', { amount: 900, currency: 'usd', customer: customer.id });
  await call('POST', '/v1/refunds', { charge: charge.id, amount: 300 });
  const held = await call('POST', '/v1/charges', {
    amount: 900,
    currency: 'usd',
    source: 'tok_visa',
    capture: false,
  });
  await call('POST', `/v1/charges/${held.id}/capture`);
  const funded = { amount: 90_000, currency: 'usd', source: card('4000000000000077') };
  await call('POST', '/v1/charges', funded);
  const { id: disputed } = await call('POST', '/v1/charges', {
    amount: 900,
    currency: 'usd',
    source: 'tok_createDispute',
  });
  const { id: dispute } = (await call('GET', `/v1/charges/${disputed}`)).dispute;
  await call('POST', `/v1/disputes/${dispute}`, { evidence: { uncategorized_text: 'Here is evidence' } });
  const recipient = await call('POST', '/v1/recipients', {
    name: 'Jenny Rosen',
    type: 'individual',
    tax_id: '000000000',
    bank_account: bank,
    email: 'jenny@example.com',
  });
  const transfer = await call('POST', '/v1/transfers', {
    amount: 1000,
    currency: 'usd',
    recipient: recipient.id,
    description: 'Wages',
  });
  const product = await call('POST', '/v1/products', { name: 'Socks', attributes: ['size'] });
  const sku = await call('POST', '/v1/skus', {
    product: product.id,
    price: 700,
    currency: 'usd',
    attributes: { size: 'M' },
    inventory: { type: 'finite', quantity: 5 },
  });
  const order = await call('POST', '/v1/orders', {
    currency: 'usd',
    items: [{ type: 'sku', parent: sku.id }],
    shipping: { name: 'Jenny', address: { line1: 'A', country: 'US' } },
  });
  await call('POST', `/v1/orders/${order.id}`, { metadata: { a: '1' } });
  await call('POST', '/v1/bitcoin/receivers', {
    amount: 100,
    currency: 'usd',
    email: 'fill_now@example.com',
  });
  const connected = await call('POST', '/v1/accounts', { managed: true, country: 'US' });
  await call('POST', `/v1/accounts/${connected.id}/external_accounts`, {
    external_account: { object: 'bank_account', ...bank },
  });
  await account.advance(5 * 86_400);
  return {
    account,
    charge: charge.id,
    disputed,
    dispute,
    customer: customer.id,
    card: customer.default_source,
    subscription: subscription.id,
    invoice: invoice.id,
    token: token.id,
    recipient: recipient.id,
    transfer: transfer.id,
    connected: connected.id,
  };
}

/** All that can be read of it at a version of the API, up to the one that accounts are on. */
export async function readAll(address: string, made: Made, version: string): Promise<Loose[]> {
  const most = version < '2014-03-28' ? 'count=100' : 'limit=100';
  const paths = [
    `/v1/events?${most}`,
    '/v1/account',
    `/v1/accounts/${made.connected}`,
    '/v1/balance',
    `/v1/balance/history?${most}`,
    '/v1/charges',
    `/v1/charges/${made.charge}`,
    `/v1/charges/${made.disputed}`,
    '/v1/coupons',
    '/v1/customers',
    `/v1/customers/${made.customer}`,
    `/v1/customers/${made.customer}/cards`,
    `/v1/customers/${made.customer}/cards/${made.card}`,
    '/v1/invoiceitems',
    `/v1/invoices/${made.invoice}`,
    `/v1/invoices/${made.invoice}/lines`,
    `/v1/invoices/upcoming?customer=${made.customer}`,
    '/v1/plans',
    '/v1/recipients',
    `/v1/recipients/${made.recipient}`,
    `/v1/tokens/${made.token}`,
    '/v1/transfers',
    `/v1/transfers/${made.transfer}`,
  ];
  return Promise.all(paths.map((path) => readAt(address, made.account.key, version, path)));
}

/** What a path gives at a version of the API. */
export async function readAt(address: string, key: string, version: string, path: string): Promise<Loose> {
  const response = await fetch(address + path, {
    headers: { authorization: `Bearer ${key}`, 'stripe-version': version },
  });
  const body = (await response.json()) as Loose;
  if (!response.ok) {
    throw new Error(`GET ${path} at ${version}: ${body.error.message}`);
  }
  return body;
}

/** Pays, saves and declines on the account by what came after 2016, which old versions of the API know nothing of. */
export async function furnishLater({ account, customer }: Made): Promise<void> {
  const { call } = account;
  const method = await call('POST', '/v1/payment_methods', { type: 'card', card: { token: 'tok_visa' } });
  await call('POST', `/v1/payment_methods/${method.id}/attach`, { customer });
  const paid = { amount: 900, currency: 'usd', confirm: true, payment_method_types: ['card'] };
  await call('POST', '/v1/payment_intents', { ...paid, customer, payment_method: method.id });
  await refusal(call('POST', '/v1/payment_intents', { ...paid, payment_method: 'pm_card_chargeDeclined' }));
  await call('POST', '/v1/setup_intents', { customer, payment_method: method.id, confirm: true });
}

/** All that a version after the one that accounts are on can read of it; the newest reads some older objects as well. */
export async function readLater(address: string, made: Made, version: string): Promise<Loose[]> {
  const paths = [
    '/v1/payment_intents',
    `/v1/payment_methods?customer=${made.customer}`,
    `/v1/customers/${made.customer}/payment_methods`,
    '/v1/setup_intents',
    ...(version === NEWEST_VERSION
      ? [
          '/v1/charges',
          `/v1/charges/${made.charge}`,
          '/v1/customers',
          `/v1/customers/${made.customer}`,
          `/v1/customers/${made.customer}/sources`,
          '/v1/events?limit=100',
          '/v1/refunds',
        ]
      : []),
  ];
  return Promise.all(paths.map((path) => readAt(address, made.account.key, version, path)));
}
