import { describe, expect, test } from '@jest/globals';
import { accounts, card, eventTypes, type Loose, refusal } from '../helpers.ts';

const sandbox = accounts();
const DAY = 86_400;

describe('creating a charge', () => {
  test('of a token', async () => {
    const { stripe } = sandbox.open();
    const charge: Loose = await stripe.charges.create({
      amount: 1000,
      currency: 'USD',
      source: 'tok_visa',
      description: 'Socks',
      metadata: { order: '1' },
      receipt_email: 'jenny@example.com',
      statement_descriptor: 'SOCKS',
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
    });
    expect(charge).toMatchObject({
      object: 'charge',
      amount: 1000,
      amount_refunded: 0,
      captured: true,
      currency: 'usd',
      customer: null,
      description: 'Socks',
      livemode: false,
      metadata: { order: '1' },
      outcome: { type: 'authorized', network_status: 'approved_by_network', risk_level: 'normal' },
      paid: true,
      receipt_email: 'jenny@example.com',
      refunded: false,
      refunds: { object: 'list', data: [], has_more: false, total_count: 0 },
      shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
      source: { object: 'card', brand: 'Visa', last4: '4242', customer: null },
      statement_descriptor: 'SOCKS',
      status: 'succeeded',
    });
    expect(charge.id).toMatch(/^ch_\w{24}$/);
    expect(charge.balance_transaction).toMatch(/^txn_\w{24}$/);
    expect(await stripe.charges.retrieve(charge.id)).toEqual(charge);
  });

  test('of a card dictionary, whose number and security code are kept nowhere', async () => {
    const account = sandbox.open();
    const charge = await account.call('POST', '/v1/charges', {
      amount: 500,
      currency: 'eur',
      source: card('5555555555554444', { address_line1: 'A', address_zip: '1', cvc: '987' }),
    });
    expect(charge.source).toMatchObject({
      brand: 'MasterCard',
      last4: '4444',
      exp_month: 12,
      exp_year: 2040,
      cvc_check: 'pass',
      address_line1_check: 'pass',
      address_zip_check: 'pass',
    });
    const all = JSON.stringify([charge, await account.call('GET', '/v1/events')]);
    expect(all).not.toContain('5555555555554444');
    expect(all).not.toContain('987"');
  });

  test('of a customer’s default source, and of another one of theirs', async () => {
    const account = sandbox.open();
    const { stripe } = account;
    const customer = await stripe.customers.create({ source: 'tok_visa' });
    const other = await stripe.customers.createSource(customer.id, { source: 'tok_amex' });
    const first = await account.call('POST', '/v1/charges', {
      amount: 500,
      currency: 'usd',
      customer: customer.id,
    });
    expect(first).toMatchObject({ customer: customer.id, source: { last4: '4242', customer: customer.id } });
    const second = await account.call('POST', '/v1/charges', {
      amount: 500,
      currency: 'usd',
      customer: customer.id,
      source: other.id,
    });
    expect(second.source.id).toBe(other.id);
  });

  test.each<[string, object, object]>([
    ['no amount', { amount: undefined }, { param: 'amount', message: 'Missing required param: amount.' }],
    ['no currency', { currency: undefined }, { param: 'currency' }],
    ['a negative amount', { amount: -5 }, { param: 'amount', message: 'Invalid positive integer' }],
    ['zero', { amount: 0 }, { param: 'amount', message: 'Invalid positive integer' }],
    ['words', { amount: 'abc' }, { param: 'amount', message: 'Invalid integer: abc' }],
    ['fractions', { amount: '12.5' }, { param: 'amount', message: 'Invalid integer: 12.5' }],
    ['49 cents', { amount: 49 }, { param: 'amount', code: 'amount_too_small' }],
    ['49 yen', { amount: 49, currency: 'jpy' }, { param: 'amount', code: 'amount_too_small' }],
    ['29 pence', { amount: 29, currency: 'gbp' }, { param: 'amount', code: 'amount_too_small' }],
    ['nine digits', { amount: 100_000_000 }, { param: 'amount', code: 'amount_too_large' }],
    [
      'an unknown currency',
      { currency: 'xxx' },
      { param: 'currency', message: expect.stringMatching(/^Invalid currency: xxx\. /) },
    ],
    ['no source', { source: undefined }, { message: 'Must provide source or customer.' }],
    ['an unknown token', { source: 'tok_none' }, { param: 'source', message: 'No such token: tok_****' }],
    ['an unknown customer', { customer: 'cus_0' }, { param: 'customer', message: 'No such customer: cus_0' }],
    ['an unknown parameter', { foo: 1 }, { param: 'foo', message: 'Received unknown parameter: foo' }],
    ['a boolean in words', { capture: 'maybe' }, { param: 'capture', message: 'Invalid boolean: maybe' }],
    [
      'an empty e-mail address',
      { receipt_email: '' },
      {
        param: 'receipt_email',
        message: expect.stringMatching(/^You passed an empty string for 'receipt_email'/),
      },
    ],
    [
      'a card without a number',
      { source: { exp_month: 1, exp_year: 2040 } },
      { param: 'source[number]', message: 'Missing required param: source[number].' },
    ],
    ['an unknown card field', { source: card('4242424242424242', { pin: '1' }) }, { param: 'source[pin]' }],
  ])('refuses %s', async (_, parameters, expected) => {
    const account = sandbox.open();
    const given = { amount: 500, currency: 'usd', source: 'tok_visa', ...parameters };
    expect(await refusal(account.call('POST', '/v1/charges', given))).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      ...expected,
    });
    expect((await account.stripe.charges.list()).data).toEqual([]);
  });

  test('refuses a source of another customer, and a customer without any', async () => {
    const account = sandbox.open();
    const [mine, theirs] = [
      await account.stripe.customers.create(),
      await account.stripe.customers.create({ source: 'tok_visa' }),
    ];
    const given = { amount: 500, currency: 'usd', customer: mine.id };
    expect(
      await refusal(account.call('POST', '/v1/charges', { ...given, source: theirs.default_source })),
    ).toMatchObject({ status: 400, param: 'source', code: 'missing' });
    expect(await refusal(account.call('POST', '/v1/charges', given))).toMatchObject({
      status: 402,
      type: 'card_error',
      code: 'missing',
    });
  });
});

describe('declines', () => {
  test('store a failed charge, answer 402 and move no money', async () => {
    const account = sandbox.open();
    const declined = await refusal(
      account.stripe.charges.create({ amount: 900, currency: 'usd', source: 'tok_chargeDeclined' }),
    );
    expect(declined).toEqual({
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      message: 'Your card was declined.',
      charge: expect.stringMatching(/^ch_/),
    });
    const charge: Loose = await account.stripe.charges.retrieve(declined.charge);
    expect(charge).toMatchObject({
      status: 'failed',
      paid: false,
      captured: false,
      balance_transaction: null,
      failure_code: 'card_declined',
      failure_message: 'Your card was declined.',
      outcome: { type: 'issuer_declined', network_status: 'declined_by_network', reason: 'generic_decline' },
    });
    expect(await eventTypes(account)).toEqual(['charge.failed']);
    expect((await account.call('GET', '/v1/balance')).pending).toMatchObject([{ amount: 0 }]);
    expect(await refusal(account.stripe.refunds.create({ charge: charge.id }))).toMatchObject({
      status: 400,
    });
    expect(await refusal(account.stripe.charges.capture(charge.id))).toMatchObject({ status: 400 });
  });

  test('a card that expires is declined from then on', async () => {
    const account = sandbox.open();
    const thisYear = new Date().getUTCFullYear();
    const customer = await account.call('POST', '/v1/customers', {
      source: card('4242424242424242', { exp_month: 12, exp_year: thisYear }),
    });
    const given = { amount: 500, currency: 'usd', customer: customer.id };
    expect(await account.call('POST', '/v1/charges', given)).toMatchObject({ paid: true });
    await account.advance(Date.UTC(thisYear + 1, 0, 1) / 1000 - Math.floor(Date.now() / 1000) + 1);
    expect(await refusal(account.call('POST', '/v1/charges', given))).toMatchObject({
      status: 402,
      code: 'expired_card',
      param: 'exp_month',
    });
  });
});

describe('capturing', () => {
  const authorize = { amount: 1000, currency: 'usd', source: 'tok_visa', capture: false };

  test('in whole', async () => {
    const account = sandbox.open();
    const charge = await account.stripe.charges.create(authorize);
    expect(charge).toMatchObject({ captured: false, paid: true, balance_transaction: null });
    const captured = await account.stripe.charges.capture(charge.id, { statement_descriptor: 'LATE SOCKS' });
    expect(captured).toMatchObject({
      captured: true,
      amount_refunded: 0,
      refunded: false,
      statement_descriptor: 'LATE SOCKS',
      balance_transaction: expect.stringMatching(/^txn_/),
    });
    expect(await eventTypes(account)).toEqual(['charge.succeeded', 'charge.captured']);
    expect(await refusal(account.stripe.charges.capture(charge.id))).toMatchObject({
      status: 400,
      code: 'charge_already_captured',
    });
  });

  test('in part refunds the rest, which moves no money', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create(authorize);
    const captured: Loose = await account.stripe.charges.capture(id, { amount: 400 });
    expect(captured).toMatchObject({ amount: 1000, amount_refunded: 600, captured: true, refunded: false });
    expect(captured.refunds.data).toMatchObject([{ amount: 600, balance_transaction: null }]);
    expect((await account.call('GET', '/v1/balance')).pending[0].amount).toBe(400 - 42);
    expect(await refusal(account.stripe.refunds.create({ charge: id, amount: 401 }))).toMatchObject({
      param: 'amount',
    });
    await account.stripe.refunds.create({ charge: id });
    expect(await account.stripe.charges.retrieve(id)).toMatchObject({
      refunded: true,
      amount_refunded: 1000,
    });
    expect((await account.call('GET', '/v1/balance')).pending[0].amount).toBe(0);
  });

  test('more than was authorized is refused', async () => {
    const { stripe } = sandbox.open();
    const { id } = await stripe.charges.create(authorize);
    expect(await refusal(stripe.charges.capture(id, { amount: 1001 }))).toMatchObject({
      status: 400,
      param: 'amount',
    });
    expect(await stripe.charges.retrieve(id)).toMatchObject({ captured: false });
  });

  test('an uncaptured charge expires after seven days, and not before', async () => {
    const account = sandbox.open();
    const [early, late] = [
      await account.stripe.charges.create(authorize),
      await account.stripe.charges.create(authorize),
    ];
    await account.advance(7 * DAY - 60);
    expect(await account.stripe.charges.capture(early.id)).toMatchObject({ captured: true });
    await account.advance(60);
    expect(await account.stripe.charges.retrieve(late.id)).toMatchObject({
      captured: false,
      refunded: true,
      amount_refunded: 1000,
    });
    expect(await refusal(account.stripe.charges.capture(late.id))).toMatchObject({ status: 400 });
    expect(await account.stripe.charges.retrieve(early.id)).toMatchObject({ refunded: false });
  });

  test('an uncaptured charge is released by refunding all of it', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create(authorize);
    expect(await refusal(account.stripe.refunds.create({ charge: id, amount: 10 }))).toMatchObject({
      param: 'amount',
    });
    expect(await account.stripe.refunds.create({ charge: id })).toMatchObject({
      amount: 1000,
      balance_transaction: null,
    });
    expect(await refusal(account.stripe.charges.capture(id))).toMatchObject({ status: 400 });
    await account.advance(8 * DAY);
    expect(await account.stripe.charges.retrieve(id)).toMatchObject({ amount_refunded: 1000 });
  });
});

describe('updating and reading', () => {
  test('merges metadata, unsets the description, reports fraud', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create({
      amount: 500,
      currency: 'usd',
      source: 'tok_visa',
      description: 'Socks',
      metadata: { a: '1', b: '2' },
    });
    const path = `/v1/charges/${id}`;
    expect(await account.call('POST', path, { metadata: { b: '', c: '3' }, description: '' })).toMatchObject({
      metadata: { a: '1', c: '3' },
      description: null,
    });
    expect(await account.call('POST', path, { metadata: '' })).toMatchObject({ metadata: {} });
    expect(await account.call('POST', path, { fraud_details: { user_report: 'safe' } })).toMatchObject({
      fraud_details: { user_report: 'safe' },
    });
    expect(await account.call('POST', path, { fraud_details: { user_report: '' } })).toMatchObject({
      fraud_details: {},
    });
    expect(await refusal(account.call('POST', path, { amount: 5 }))).toMatchObject({
      status: 400,
      message: 'Received unknown parameter: amount',
    });
  });

  test.each([
    ['GET', '/v1/charges/ch_0'],
    ['POST', '/v1/charges/ch_0'],
    ['POST', '/v1/charges/ch_0/capture'],
  ] as const)('%s %s is not found', async (method, path) => {
    expect(await refusal(sandbox.open().call(method, path))).toEqual({
      status: 404,
      type: 'invalid_request_error',
      param: 'id',
      message: 'No such charge: ch_0',
    });
  });

  test('lists by customer and by kind of source', async () => {
    const account = sandbox.open();
    const { id: customer } = await account.stripe.customers.create({ source: 'tok_visa' });
    const charge = (fields: object) =>
      account.call('POST', '/v1/charges', { amount: 500, currency: 'usd', ...fields });
    const [first, second] = [await charge({ customer }), await charge({ source: 'tok_visa' })];
    const ids = async (query: object) =>
      (await account.call('GET', '/v1/charges', query)).data.map(({ id }: Loose) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ customer })).toEqual([first.id]);
    expect(await ids({ source: { object: 'card' } })).toEqual([second.id, first.id]);
    expect(await ids({ source: { object: 'all' }, customer })).toEqual([first.id]);
    expect(await ids({ source: { object: 'bank_account' } })).toEqual([]);
  });
});

describe('refunds', () => {
  test('in parts, until nothing is left', async () => {
    const account = sandbox.open();
    const { stripe } = account;
    const { id: charge } = await stripe.charges.create({ amount: 1000, currency: 'usd', source: 'tok_visa' });
    const first = await stripe.refunds.create({
      charge,
      amount: 300,
      reason: 'duplicate',
      metadata: { a: '1' },
    });
    expect(first).toMatchObject({
      amount: 300,
      charge,
      reason: 'duplicate',
      status: 'succeeded',
      metadata: { a: '1' },
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 300, refunded: false });
    expect(await refusal(stripe.refunds.create({ charge, amount: 701 }))).toMatchObject({
      status: 400,
      param: 'amount',
      message: 'Refund amount ($7.01 usd) is greater than unrefunded amount on charge ($7.00 usd)',
    });
    const second = await stripe.refunds.create({ charge });
    expect(second.amount).toBe(700);
    expect(await stripe.charges.retrieve(charge)).toMatchObject({
      refunded: true,
      refunds: { total_count: 2, data: [{ id: second.id }, { id: first.id }] },
    });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ charge })).data.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await stripe.refunds.update(first.id, { metadata: { b: '2' } })).toMatchObject({
      metadata: { a: '1', b: '2' },
    });
    expect(await stripe.refunds.retrieve(first.id)).toMatchObject({ metadata: { a: '1', b: '2' } });
  });

  test('as fraudulent marks the charge so', async () => {
    const { stripe } = sandbox.open();
    const { id: charge } = await stripe.charges.create({ amount: 1000, currency: 'usd', source: 'tok_visa' });
    await stripe.refunds.create({ charge, reason: 'fraudulent' });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({
      fraud_details: { user_report: 'fraudulent' },
    });
  });

  test('of nothing are refused', async () => {
    const account = sandbox.open();
    expect(await refusal(account.call('POST', '/v1/refunds', { charge: 'ch_0' }))).toMatchObject({
      status: 400,
      param: 'charge',
      message: 'No such charge: ch_0',
    });
    expect(await refusal(account.call('POST', '/v1/refunds', {}))).toMatchObject({ param: 'charge' });
    expect(await refusal(account.call('GET', '/v1/refunds/re_0'))).toMatchObject({
      status: 404,
      param: 'id',
    });
    expect(await refusal(account.call('GET', '/v1/refunds', { charge: 'ch_0' }))).toMatchObject({
      param: 'charge',
    });
  });
});

describe('disputes', () => {
  test('take the amount and a fee, and cannot be refunded', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create({
      amount: 1000,
      currency: 'usd',
      source: 'tok_createDispute',
    });
    const charge: Loose = await account.call('GET', `/v1/charges/${id}`, { expand: ['dispute'] });
    expect(charge.dispute).toMatchObject({
      object: 'dispute',
      amount: 1000,
      charge: id,
      reason: 'fraudulent',
      status: 'needs_response',
      is_charge_refundable: false,
      balance_transactions: [{ amount: -1000, fee: 1500, net: -2500, type: 'adjustment' }],
      evidence_details: { has_evidence: false, past_due: false, submission_count: 0 },
    });
    expect((await account.call('GET', '/v1/balance')).pending[0].amount).toBe(1000 - 59 - 2500);
    expect(await refusal(account.stripe.refunds.create({ charge: id }))).toMatchObject({
      code: 'charge_disputed',
    });
    expect(await eventTypes(account)).toEqual([
      'charge.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
  });

  test('that are inquiries take nothing, and can be refunded', async () => {
    const account = sandbox.open();
    const { id } = await account.stripe.charges.create({
      amount: 1000,
      currency: 'usd',
      source: 'tok_createDisputeInquiry',
    });
    const charge: Loose = await account.call('GET', `/v1/charges/${id}`, { expand: ['dispute'] });
    expect(charge.dispute).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
    expect(await account.stripe.refunds.create({ charge: id })).toMatchObject({ amount: 1000 });
  });
});
