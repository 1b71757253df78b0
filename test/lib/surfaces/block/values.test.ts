/** How values reach Stripe: empty ones, false and 0, text that stands for other types, JSON, lists of pairs, dates. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';
import { ask, type Block, parametersOf, readBlocks } from './blocks.ts';

let upstream: Upstream;
let blocks: Map<string, Block>;

beforeAll(async () => {
  upstream = await startUpstream((response) =>
    json(response, 200, { id: 'obj_1', data: [], has_more: false }),
  );
  process.env['STRIPE_API_BASE'] = upstream.url;
  blocks = await readBlocks();
});
afterAll(() => upstream.close());
beforeEach(() => {
  upstream.seen.length = 0;
});

/** What reaches Stripe of a call, or which arguments were refused. */
async function sent(name: string, args: object): Promise<Record<string, string> | string[]> {
  const { callback, to } = await ask(blocks.get(name)!, args);
  return callback === 'success'
    ? parametersOf(upstream.seen.at(-1)!)
    : to.fields.map((field: string | { name: string }) => (typeof field === 'string' ? field : field.name));
}

const charge = { amount: 500, currency: 'usd', source: 'tok_visa' };
const charged = { amount: '500', currency: 'usd', source: 'tok_visa' };

describe('false and 0 are values', () => {
  test.each<[string, object, object]>([
    ['createCharge', { ...charge, capture: 'false' }, { ...charged, capture: 'false' }],
    ['createCharge', { ...charge, capture: false }, { ...charged, capture: 'false' }],
    ['captureCharge', { chargeId: 'ch_1', applicationFee: 0 }, { application_fee: '0' }],
    ['captureCharge', { chargeId: 'ch_1', applicationFee: '0' }, { application_fee: '0' }],
    ['updateCustomer', { customerId: 'cus_1', accountBalance: 0 }, { account_balance: '0' }],
    [
      'updateInvoice',
      { invoiceId: 'in_1', closed: 'false', taxPercent: 0 },
      { closed: 'false', tax_percent: '0' },
    ],
    [
      'updateProduct',
      { productId: 'prod_1', active: false, shippable: 'false' },
      { active: 'false', shippable: 'false' },
    ],
    ['cancelSubscription', { subscriptionId: 'sub_1', atPeriodEnd: false }, { at_period_end: 'false' }],
    [
      'createPlan',
      { planId: 'free', amount: '0', currency: 'USD', interval: 'month', name: 'Free' },
      { id: 'free', amount: '0', currency: 'usd', interval: 'month', name: 'Free' },
    ],
    ['updateSubscription', { subscriptionId: 'sub_1', quantity: 0 }, { quantity: '0' }],
    [
      'updateSKU',
      { skuId: 'sku_1', price: 0, inventory: { type: 'finite', quantity: 0 } },
      {
        price: '0',
        'inventory[type]': 'finite',
        'inventory[quantity]': '0',
      },
    ],
  ])('%s %j', async (name, args, parameters) => {
    expect(await sent(name, args)).toEqual(parameters);
  });
});

describe('an empty value', () => {
  test('means that an argument is not given', async () => {
    const empty = { capture: '', customer: null, receiptEmail: '', statementDescriptor: null };
    expect(await sent('createCharge', { ...charge, ...empty })).toEqual(charged);
  });

  test.each<[string, object, object]>([
    [
      'updateCustomer',
      { customerId: 'cus_1', description: '', email: null, businessVatId: '' },
      {
        description: '',
        email: '',
        business_vat_id: '',
      },
    ],
    ['updateCustomer', { customerId: 'cus_1', metadata: '' }, { metadata: '' }],
    [
      'updateCustomer',
      { customerId: 'cus_1', metadata: { a: '', b: null, c: 'x' } },
      {
        'metadata[a]': '',
        'metadata[b]': '',
        'metadata[c]': 'x',
      },
    ],
    ['updateCharge', { chargeId: 'ch_1', description: '' }, { description: '' }],
    ['updateTransfer', { transferId: 'tr_1', description: null }, { description: '' }],
    ['updateProduct', { productId: 'prod_1', images: '' }, { images: '' }],
    [
      'updateDispute',
      { disputeId: 'dp_1', evidence: { receipt: '', customer_name: 'Jenny' } },
      {
        'evidence[receipt]': '',
        'evidence[customer_name]': 'Jenny',
      },
    ],
  ])('unsets where Stripe does so: %s %j', async (name, args, parameters) => {
    expect(await sent(name, args)).toEqual(parameters);
  });
});

describe('key/value pairs', () => {
  const stored = { 'metadata[order]': '6735', 'metadata[gift]': 'true' };
  test.each([
    ['an object', { order: '6735', gift: true }],
    ['text', '{"order": 6735, "gift": "true"}'],
    [
      'a list',
      [
        { keyName: 'order', value: '6735' },
        { keyName: 'gift', value: true },
      ],
    ],
    [
      'a list of key and value',
      [
        { key: 'order', value: 6735 },
        { key: 'gift', value: 'true' },
      ],
    ],
    ['a list as text', '[{"keyName": "order", "value": "6735"}, {"keyName": "gift", "value": "true"}]'],
  ])('are taken as %s', async (_, metadata) => {
    expect(await sent('updateRefund', { refundId: 're_1', metadata })).toEqual(stored);
  });

  test.each([
    ['a list of something else', ['order', '6735']],
    ['a list without keys', [{ value: '6735' }]],
    ['a number', 7],
    ['an object in it', { order: { id: 6735 } }],
    ['a key that is too long', { ['k'.repeat(41)]: 'v' }],
    ['a key that could reach a prototype', [{ keyName: '__proto__', value: 'x' }]],
  ])('are refused as %s', async (_, metadata) => {
    const [name] = (await sent('updateRefund', { refundId: 're_1', metadata })) as string[];
    expect(name).toMatch(/^metadata/);
  });

  test('are taken for a SKU’s attributes too', async () => {
    const attributes = [{ keyName: 'size', value: 'M' }];
    expect(await sent('updateSKU', { skuId: 'sku_1', attributes })).toEqual({ 'attributes[size]': 'M' });
  });
});

describe('lists and dictionaries', () => {
  test.each([
    ['a list', ['sku_1', 'sku_2']],
    ['JSON', '["sku_1", "sku_2"]'],
    ['text with commas', 'sku_1, sku_2'],
  ])('are taken as %s', async (_, ids) => {
    expect(await sent('getSKUList', { ids })).toEqual({ 'ids[0]': 'sku_1', 'ids[1]': 'sku_2' });
  });

  test('a comma within a URL is a part of it', async () => {
    const [one, two] = ['https://example.com/w_400,h_400/x.png', 'http://example.com/y.png'];
    expect(await sent('updateProduct', { productId: 'prod_1', images: `${one}, ${two}` })).toEqual({
      'images[0]': one,
      'images[1]': two,
    });
  });

  test('a card may be JSON in text, a token is text', async () => {
    const source = '{"number": "4242424242424242", "exp_month": "12", "exp_year": 2030, "object": "card"}';
    expect(await sent('createCustomer', { source })).toEqual({
      'source[number]': '4242424242424242',
      'source[exp_month]': '12',
      'source[exp_year]': '2030',
      'source[object]': 'card',
    });
  });

  test('JSON in a dictionary may be text as well', async () => {
    const legalEntity = { first_name: 'Jenny', dob: '{"day": "1", "month": 2, "year": 1980}' };
    expect(await sent('updateAccount', { accountId: 'acct_1', legalEntity })).toEqual({
      'legal_entity[first_name]': 'Jenny',
      'legal_entity[dob][day]': '1',
      'legal_entity[dob][month]': '2',
      'legal_entity[dob][year]': '1980',
    });
  });

  test('text that only looks like JSON stays text where text is wanted', async () => {
    expect(await sent('updateCharge', { chargeId: 'ch_1', description: '{not JSON' })).toEqual({
      description: '{not JSON',
    });
  });

  test('updateOrder takes how the order travels, or where it goes', async () => {
    const shipping = { carrier: 'USPS', tracking_number: '9400110200881' };
    expect(await sent('updateOrder', { orderId: 'or_1', status: 'fulfilled', shipping })).toEqual({
      status: 'fulfilled',
      'shipping[carrier]': 'USPS',
      'shipping[tracking_number]': '9400110200881',
    });
    expect(await sent('updateOrder', { orderId: 'or_1', shipping: { carrier: 'USPS' } })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shipping/)]),
    );
  });
});

describe('times', () => {
  const DAY = 1467763200;
  test.each<[string | number, number]>([
    [DAY, DAY],
    [`${DAY}`, DAY],
    ['2016-07-06', DAY],
    ['2016-07-06T00:00:00Z', DAY],
    ['2016-07-06T00:00Z', DAY],
    ['2016-07-06 00:00:00', DAY],
    ['2016-07-06T00:00:00', DAY],
    ['2016-07-06T00:00:00.999Z', DAY],
    ['2016-07-06T02:00:00+02:00', DAY],
    ['2016-07-05T17:00:00-0700', DAY],
    ['2016-02-29', 1456704000],
    [0, 0],
    [-1, -1],
    ['253402300799', 253402300799],
  ])('%j', async (time, seconds) => {
    expect(await sent('getChargesList', { created: time })).toEqual({ created: `${seconds}` });
  });

  test.each([
    '2016-02-30',
    '2015-02-29',
    '2016-13-01',
    '2016-07-06T25:00:00Z',
    '2016-07-06T',
    '06/07/2016',
    'yesterday',
    1.5,
    '2016-7-6',
  ])('%j is none', async (created) => {
    expect(await sent('getChargesList', { created })).toEqual(['created']);
  });

  test.each<[unknown]>([
    [{ gte: '2016-07-06', lt: DAY + 60 }],
    [`{"gte": ${DAY}, "lt": "2016-07-06T00:01:00Z"}`],
    [{ gte: `${DAY}`, lt: `${DAY + 60}` }],
  ])('a range: %j', async (created) => {
    expect(await sent('getChargesList', { created })).toEqual({
      'created[gte]': `${DAY}`,
      'created[lt]': `${DAY + 60}`,
    });
  });

  test('a range of something else is refused by its name', async () => {
    expect(await sent('getChargesList', { created: { gte: 'soon', before: 1 } })).toEqual([
      'created[gte]',
      'created[before]',
    ]);
  });

  test('in dictionaries and their dictionaries', async () => {
    const statusTransitions = { paid: { gte: '2016-07-06' }, returned: '2016-07-06' };
    expect(await sent('getOrderList', { statusTransitions })).toEqual({
      'status_transitions[paid][gte]': `${DAY}`,
      'status_transitions[returned]': `${DAY}`,
    });
    const tosAcceptance = { date: '2016-07-06', ip: '203.0.113.7' };
    expect(await sent('updateAccount', { accountId: 'acct_1', tosAcceptance })).toEqual({
      'tos_acceptance[date]': `${DAY}`,
      'tos_acceptance[ip]': '203.0.113.7',
    });
  });

  test('a trial’s end, which may be the word now', async () => {
    expect(await sent('updateSubscription', { subscriptionId: 'sub_1', trialEnd: '2016-07-06' })).toEqual({
      trial_end: `${DAY}`,
    });
    expect(await sent('updateSubscription', { subscriptionId: 'sub_1', trialEnd: 'now' })).toEqual({
      trial_end: 'now',
    });
  });
});

describe('what Stripe insists on and the old package did not is left to Stripe', () => {
  test.each([
    ['createBankAccount', { accountId: 'acct_1' }],
    ['createBankAccountToken', {}],
    ['createCardToken', { cardNumber: '4242424242424242' }],
    ['createCoupon', {}],
    ['createInvoiceItem', { customer: 'cus_1', currency: 'usd' }],
    ['createProduct', {}],
    ['createReceiver', {}],
  ])('%s %j', async (name, args) => {
    expect((await ask(blocks.get(name)!, args)).callback).toBe('success');
  });
});
