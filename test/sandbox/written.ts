/** Everything that a caller can write, written through every operation that takes it, at a version of the API. */
import { encodeForm } from '#lib/stripe/form.ts';
import { isKnownAt, type Operation } from '#lib/stripe/operation.ts';
import { loadRegistry } from '#sandbox/registry.ts';
import { card, type Loose, openAt, send, type TestAccount } from './helpers.ts';

const { operations, router } = await loadRegistry();

/** The operations that write. */
export const WRITING: readonly Operation[] = operations.filter(({ method }) => method === 'POST');

/** One call that wrote something, and what came back. */
export interface Written {
  readonly operation: Operation;
  /** By the newest names of the parameters. */
  readonly given: Loose;
  readonly replies: readonly Loose[];
}

/** Makes calls that write at a version of the API, and keeps what came back in `written`. */
export function writer(address: string, account: TestAccount, version: string) {
  const written: Written[] = [];
  const write = async (path: string, given: Loose, readAt?: (reply: Loose) => string, as = account) => {
    const { operation } = router('POST', path);
    const reply = await callAt(address, as, version, 'POST', path, named(operation, version, given));
    const read = readAt && (await callAt(address, as, version, 'GET', readAt(reply)));
    written.push({ operation, given, replies: read === undefined ? [reply] : [reply, read] });
    return reply;
  };
  /** Makes something, and then changes it. */
  const both = async (path: string, given: Loose, changes: Loose, as = account) => {
    const made = await write(path, given, under(path), as);
    await write(`${path}/${made.id}`, changes, at(`${path}/${made.id}`), as);
    return made;
  };
  return { written, write, both };
}

/** Where what was written is read: at a path, or by its id under one. */
export const at = (path: string) => () => path;
export const under = (path: string) => (reply: Loose) => `${path}/${reply.id}`;

/** Writes everything on an account of its own. Calls that a version has no use for are made as of today. */
export async function writeAll(address: string, version: string): Promise<Written[]> {
  const account = openAt(address);
  const { written, write, both } = writer(address, account, version);
  const today = account.call;

  await both(
    '/v1/plans',
    {
      ...PLAN,
      id: 'gold',
      interval_count: 2,
      metadata: { a: '1' },
      statement_descriptor: 'GOLD',
      trial_period_days: 3,
    },
    { name: 'Golden', metadata: { b: '2' }, statement_descriptor: 'GOLDEN' },
  );
  await today('POST', '/v1/plans', { ...PLAN, id: 'silver' });
  const lasting = { duration: 'repeating', duration_in_months: 3, max_redemptions: 90, redeem_by: 4e9 };
  await both(
    '/v1/coupons',
    { id: 'FIVE', amount_off: 5, currency: 'usd', ...lasting, metadata: { a: '1' } },
    { metadata: { b: '2' } },
  );
  await write('/v1/coupons', { id: 'TEN', percent_off: 10, duration: 'once' }, at('/v1/coupons/TEN'));
  // Until 2013-10-29 a coupon of an amount changes the balance of a customer whose trial costs nothing.
  await today('POST', '/v1/coupons', { id: 'NINE', percent_off: 9, duration: 'forever' });

  const person = {
    description: 'Jenny',
    email: 'jenny@example.com',
    metadata: { a: '1' },
    shipping: SHIPPING,
  };
  const trial_end = Math.floor(Date.now() / 1000) + 9 * 86_400;
  const subscribing = { plan: 'silver', quantity: 2, tax_percent: 8.5, trial_end, coupon: 'NINE' };
  const customer = await write(
    '/v1/customers',
    { ...person, account_balance: -50, business_vat_id: 'DE123456789', source: 'tok_visa', ...subscribing },
    under('/v1/customers'),
  );
  const owner = `/v1/customers/${customer.id}`;
  const other = await today('POST', `${owner}/sources`, { source: 'tok_amex' });
  const moved = { ...subscribing, trial_end: trial_end + 60, coupon: 'TEN', quantity: 3 };
  const changed = {
    description: 'Jo',
    email: 'jo@example.com',
    account_balance: 7,
    business_vat_id: 'FR1',
    metadata: { b: '2' },
  };
  await write(owner, { ...changed, shipping: SHIPPING, ...moved, default_source: other.id }, at(owner));

  const fields = {
    coupon: 'FIVE',
    metadata: { a: '1' },
    tax_percent: 3,
    plan: 'silver',
    quantity: 4,
    trial_end,
  };
  const subscriber = await today('POST', '/v1/customers', { source: 'tok_visa' });
  const only = `/v1/customers/${subscriber.id}/subscription`;
  const first = await write(only, fields, at(only));
  await write(only, { ...fields, quantity: 5, metadata: { b: '2' } }, at(only));
  for (const path of [`/v1/customers/${subscriber.id}/subscriptions`, '/v1/subscriptions']) {
    const given = path === '/v1/subscriptions' ? { ...fields, customer: subscriber.id } : fields;
    await both(path, given, { ...fields, coupon: 'TEN', quantity: 6, metadata: { b: '2' } });
  }
  const sold = { customer: subscriber.id, amount: 500, currency: 'usd', description: 'Socks' };
  await both(
    '/v1/invoiceitems',
    { ...sold, discountable: false, metadata: { a: '1' }, subscription: first.id },
    { amount: 400, description: 'Shoes', discountable: true, metadata: { b: '2' } },
  );
  const invoiced = {
    description: 'July',
    metadata: { a: '1' },
    statement_descriptor: 'JULY',
    tax_percent: 8.5,
  };
  await both(
    '/v1/invoices',
    { customer: subscriber.id, subscription: first.id, ...invoiced },
    { ...invoiced, description: 'June', metadata: { b: '2' }, closed: true },
  );
  await write('/v1/invoiceitems', { ...sold, customer: customer.id }, under('/v1/invoiceitems'));
  const open = await today('POST', '/v1/invoices', { customer: customer.id });
  await today('POST', '/v1/invoiceitems', sold);
  await write(`/v1/invoices/${open.id}`, { forgiven: true }, at(`/v1/invoices/${open.id}`));

  const charged = { amount: 900, currency: 'usd', description: 'Socks', metadata: { a: '1' } };
  const receipt = { receipt_email: 'jenny@example.com', statement_descriptor: 'SOCKS' };
  for (const path of ['/v1/charges', '/v1/payments', '/v1/bitcoin/payments']) {
    await write(
      path,
      {
        ...charged,
        ...receipt,
        customer: customer.id,
        shipping: { ...SHIPPING, carrier: 'USPS' },
        capture: true,
      },
      ({ id }) => `/v1/charges/${id}`,
    );
  }
  const held = await today('POST', '/v1/charges', { ...charged, source: 'tok_visa', capture: false });
  const chargePath = `/v1/charges/${held.id}`;
  const told = {
    description: 'Shoes',
    metadata: { b: '2' },
    receipt_email: 'jo@example.com',
    shipping: SHIPPING,
  };
  await write(chargePath, { ...told, fraud_details: { user_report: 'safe' } }, at(chargePath));
  await write(`${chargePath}/capture`, { ...receipt }, at(chargePath));

  const refunded = { amount: 100, metadata: { a: '1' }, reason: 'duplicate' };
  await both('/v1/refunds', { ...refunded, charge: held.id }, { metadata: { b: '2' } });
  await both(`${chargePath}/refunds`, refunded, { metadata: { b: '2' } });
  const disputed = await today('POST', '/v1/charges', { ...charged, source: 'tok_createDispute' });
  const { dispute } = await today('GET', `/v1/charges/${disputed.id}`);
  const evidence = version < '2014-12-08' ? 'She wears them.' : { uncategorized_text: 'She wears them.' };
  await write(
    `/v1/charges/${disputed.id}/dispute`,
    { evidence, metadata: { a: '1' } },
    at(`/v1/charges/${disputed.id}/dispute`),
  );
  const path = `/v1/disputes/${dispute.id}`;
  await write(path, { evidence, metadata: { b: '2' } }, at(path));

  const cardPaths = [`${owner}/sources`, `${owner}/cards`];
  for (const list of cardPaths) {
    await both(list, { source: 'tok_visa', metadata: { a: '1' } }, { ...ADDRESS, metadata: { b: '2' } });
  }
  const bank = { object: 'bank_account', ...BANK };
  const held_by = { account_holder_name: 'Jenny', account_holder_type: 'individual' };

  const recipient = await both(
    '/v1/recipients',
    {
      name: 'Jenny Rosen',
      type: 'individual',
      description: 'A',
      email: 'jenny@example.com',
      metadata: { a: '1' },
    },
    { name: 'Jo Rosen', description: 'B', email: 'jo@example.com', metadata: { b: '2' } },
  );
  const cards = `/v1/recipients/${recipient.id}/cards`;
  const added = await both(
    cards,
    { card: 'tok_visa_debit', metadata: { a: '1' } },
    { ...ADDRESS, metadata: { b: '2' } },
  );
  await write(
    `/v1/recipients/${recipient.id}`,
    { default_card: added.id },
    at(`/v1/recipients/${recipient.id}`),
  );

  const managed = await account.call('POST', '/v1/accounts', { managed: true, country: 'US' });
  const funded = await today('POST', '/v1/charges', {
    ...charged,
    amount: 90_000,
    source: card('4000000000000077'),
  });
  const transfer = await both(
    '/v1/transfers',
    { ...charged, destination: managed.id, source_transaction: funded.id, source_type: 'card' },
    { description: 'Shoes', metadata: { b: '2' } },
  );
  await write(
    '/v1/transfers',
    { ...charged, recipient: recipient.id, statement_descriptor: 'WAGES' },
    under('/v1/transfers'),
  );
  await both(
    `/v1/transfers/${transfer.id}/reversals`,
    { amount: 100, description: 'A', metadata: { a: '1' } },
    { description: 'B', metadata: { b: '2' } },
  );
  const shared = { ...charged, source: 'tok_visa', destination: managed.id };
  await write('/v1/charges', { ...shared, application_fee: 100 }, under('/v1/charges'));
  const [fee] = (await today('GET', '/v1/application_fees')).data;
  await both(
    `/v1/application_fees/${fee.id}/refunds`,
    { amount: 40, metadata: { a: '1' } },
    { metadata: { b: '2' } },
  );

  const received = { amount: 1000, currency: 'usd', description: 'A', email: 'a+fill_now@example.com' };
  await both(
    '/v1/bitcoin/receivers',
    { ...received, metadata: { a: '1' } },
    { description: 'B', email: 'b@example.com', metadata: { b: '2' } },
  );
  const thing = {
    name: 'Socks',
    caption: 'Warm',
    description: 'Wool',
    metadata: { a: '1' },
    package_dimensions: SIZE,
  };
  const shown = {
    url: 'https://example.com/',
    images: ['https://example.com/a.png'],
    shippable: true,
    active: true,
  };
  const product = await both(
    '/v1/products',
    { id: 'socks', ...thing, ...shown, attributes: ['size'], deactivate_on: ['com.example'] },
    {
      ...thing,
      ...shown,
      caption: 'Soft',
      attributes: ['size'],
      deactivate_on: ['com.example.b'],
      metadata: { b: '2' },
    },
  );
  const stocked = {
    currency: 'usd',
    price: 700,
    product: product.id,
    attributes: { size: 'M' },
    active: true,
  };
  const image = 'https://example.com/b.png';
  const sku = await both(
    '/v1/skus',
    {
      id: 'm',
      ...stocked,
      inventory: { type: 'finite', quantity: 9 },
      image,
      metadata: { a: '1' },
      package_dimensions: SIZE,
    },
    {
      ...stocked,
      price: 600,
      inventory: { type: 'finite', quantity: 8 },
      image,
      metadata: { b: '2' },
      package_dimensions: SIZE,
    },
  );
  const order = await both(
    '/v1/orders',
    {
      currency: 'usd',
      customer: customer.id,
      email: 'jo@example.com',
      items: [{ type: 'sku', parent: sku.id, quantity: 2 }],
      metadata: { a: '1' },
      shipping: SHIPPING,
    },
    { metadata: { b: '2' }, shipping: { carrier: 'USPS', tracking_number: '94001' } },
  );
  await write(
    `/v1/orders/${order.id}/pay`,
    { customer: customer.id, email: 'jo@example.com', metadata: { c: '3' } },
    at(`/v1/orders/${order.id}`),
  );
  await write(
    `/v1/orders/${order.id}/returns`,
    { items: [{ type: 'sku', parent: sku.id, quantity: 1 }] },
    under('/v1/order_returns'),
  );

  // Accounts came with 2014-12-17, and the RAML's account has no settings.
  if (version >= '2014-12-17') {
    const settings = (name: string) => ({ ...SETTINGS, business_name: name, metadata: { [name]: '1' } });
    await both('/v1/accounts', { managed: true, country: 'US', ...settings('A') }, settings('B'));
    const holder = openAt(address, managed.keys.secret);
    await write('/v1/account', settings('C'), at('/v1/account'), holder);
  }
  // At 2013-08-13 bank accounts are those of recipients, which the RAML shows without an id.
  if (version > '2013-08-13') {
    await both(
      `${owner}/bank_accounts`,
      { source: { ...bank, ...held_by }, metadata: { a: '1' } },
      { metadata: { b: '2' } },
    );
    for (const list of ['external_accounts', 'bank_accounts']) {
      const holder = openAt(address, managed.keys.secret);
      const given = { external_account: bank, default_for_currency: true, metadata: { a: '1' } };
      const changes = { default_for_currency: true, metadata: { b: '2' } };
      await both(`/v1/accounts/${managed.id}/${list}`, given, changes);
      await both(`/v1/account/${list}`, given, changes, holder);
    }
    const list = `/v1/accounts/${managed.id}/external_accounts`;
    await both(list, { external_account: 'tok_visa_debit' }, { ...ADDRESS, metadata: { b: '2' } });
  }
  return written;
}

/** A call at a version; it must succeed. */
async function callAt(
  address: string,
  { key }: TestAccount,
  version: string,
  method: string,
  path: string,
  parameters: Loose = {},
): Promise<Loose> {
  const { status, body } = await send(address, {
    method,
    path,
    key,
    headers: { 'stripe-version': version },
    ...(method === 'POST' && { body: encodeForm(parameters) }),
  });
  if (status !== 200) {
    throw new Error(`${method} ${path} at ${version}: ${body.error.message}`);
  }
  return body;
}

/** Parameters by the names that a version has for them. */
function named({ parameters }: Operation, version: string, given: Loose): Loose {
  const names = Object.keys(given).map((name) => {
    const own = parameters[name];
    const older = Object.entries(parameters).find(
      ([, other]) => other.otherNameOf === name && isKnownAt(version, other),
    );
    return own !== undefined && !isKnownAt(version, own) && older !== undefined ? older[0] : name;
  });
  return Object.fromEntries(Object.values(given).map((value, index) => [names[index], value]));
}

const PLAN = { amount: 2000, currency: 'usd', interval: 'month', name: 'Gold' };
const SHIPPING = { name: 'Jenny', phone: '+15555550100', address: { line1: 'A', city: 'B', country: 'US' } };
const SIZE = { height: 1, length: 12, weight: 8.5, width: 9 };
const BANK = { country: 'US', currency: 'usd', account_number: '000123456789', routing_number: '110000000' };
const ADDRESS = {
  address_city: 'San Francisco',
  address_country: 'US',
  address_line1: '1 A St',
  address_line2: 'B',
  address_state: 'CA',
  address_zip: '94111',
  exp_month: 11,
  exp_year: 2041,
  name: 'Jenny Rosen',
};
const SETTINGS = {
  business_primary_color: '#336699',
  business_url: 'https://example.com/',
  debit_negative_balances: true,
  decline_charge_on: { avs_failure: true, cvc_failure: true },
  default_currency: 'usd',
  email: 'jenny@example.com',
  legal_entity: { first_name: 'Jenny', last_name: 'Rosen', type: 'individual', address: { city: 'B' } },
  product_description: 'Socks',
  statement_descriptor: 'SOCKS',
  support_email: 'help@example.com',
  support_phone: '+15555550100',
  support_url: 'https://example.com/help',
  tos_acceptance: { date: 1_467_763_200, ip: '203.0.113.7', user_agent: 'Mozilla/5.0' },
  transfer_schedule: { interval: 'weekly', weekly_anchor: 'monday' },
};
