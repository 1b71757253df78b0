import { describe, expect, test } from '@jest/globals';
import { card, eventTypes, type Loose, refusal, type TestAccount } from '../helpers.ts';
import {
  billingSandbox,
  clock,
  DAY,
  DECLINED,
  eventsSince,
  invoicesOf,
  makeCustomer,
  makePlan,
} from './helpers.ts';

const sandbox = billingSandbox();

const subscribe = ({ call }: TestAccount, customer: string, fields: object = {}): Promise<Loose> =>
  call('POST', '/v1/subscriptions', { customer, plan: 'gold', ...fields });

/** The two ways in which subscriptions are addressed. */
const FAMILIES = [
  ['by itself', () => '/v1/subscriptions'],
  ['of its customer', (customer: string) => `/v1/customers/${customer}/subscriptions`],
] as const;

describe.each(FAMILIES)('a subscription %s', (_, pathOf) => {
  const create = ({ call }: TestAccount, customer: string, fields: object = {}): Promise<Loose> =>
    call('POST', pathOf(customer), {
      ...(pathOf(customer) === '/v1/subscriptions' && { customer }),
      plan: 'gold',
      ...fields,
    });

  test('is made, and its first period paid', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer, default_source } = await makeCustomer(account);
    const subscription = await create(account, customer, { quantity: 3, metadata: { a: '1' } });
    const { created } = subscription;
    expect(subscription).toEqual({
      id: expect.stringMatching(/^sub_\w{14}$/),
      object: 'subscription',
      application_fee_percent: null,
      cancel_at_period_end: false,
      canceled_at: null,
      created: expect.any(Number),
      current_period_end: expect.any(Number),
      current_period_start: created,
      customer,
      discount: null,
      ended_at: null,
      livemode: false,
      metadata: { a: '1' },
      plan: await account.call('GET', '/v1/plans/gold'),
      quantity: 3,
      start: created,
      status: 'active',
      tax_percent: null,
      trial_end: null,
      trial_start: null,
    });
    const [invoice, ...others] = await invoicesOf(account, customer);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      amount_due: 3000,
      attempt_count: 1,
      attempted: true,
      closed: true,
      paid: true,
      next_payment_attempt: null,
      period_start: created,
      period_end: created,
      subscription: subscription.id,
    });
    expect(await account.call('GET', `/v1/charges/${invoice.charge}`)).toMatchObject({
      amount: 3000,
      customer,
      invoice: invoice.id,
      source: { id: default_source },
    });
    expect((await eventTypes(account)).slice(-5)).toEqual([
      'customer.updated',
      'customer.subscription.created',
      'invoice.created',
      'charge.succeeded',
      'invoice.payment_succeeded',
    ]);
    const path = `${pathOf(customer)}/${subscription.id}`;
    expect(await account.call('GET', path)).toEqual(subscription);
  });

  test('changes, and is canceled at once or at the end of the period', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id, current_period_end } = await create(account, customer);
    const path = `${pathOf(customer)}/${id}`;
    expect(
      await account.call('POST', path, { quantity: 2, metadata: { a: '1' }, tax_percent: 8.25 }),
    ).toMatchObject({ id, quantity: 2, metadata: { a: '1' }, tax_percent: 8.25 });
    const now = await clock(account);
    expect(await account.call('DELETE', path, { at_period_end: true })).toMatchObject({
      cancel_at_period_end: true,
      canceled_at: now,
      current_period_end,
      ended_at: null,
      status: 'active',
    });
    expect(await account.call('DELETE', path)).toMatchObject({
      cancel_at_period_end: false,
      canceled_at: now,
      ended_at: now,
      status: 'canceled',
    });
  });

  test('is not there where it is not', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id: other } = await makeCustomer(account);
    const { id } = await create(account, customer);
    const isOfCustomer = pathOf(customer) !== '/v1/subscriptions';
    const requests = [
      account.call('GET', `${pathOf(other)}/sub_none`),
      account.call('POST', `${pathOf(other)}/sub_none`, { quantity: 2 }),
      account.call('DELETE', `${pathOf(other)}/sub_none`),
    ];
    for (const request of requests) {
      expect(await refusal(request)).toMatchObject({
        status: 404,
        type: 'invalid_request_error',
        message: isOfCustomer
          ? `Customer ${other} does not have a subscription with ID sub_none`
          : 'No such subscription: sub_none',
      });
    }
    if (isOfCustomer) {
      expect(await refusal(account.call('GET', `${pathOf(other)}/${id}`))).toMatchObject({
        status: 404,
        message: `Customer ${other} does not have a subscription with ID ${id}`,
        param: 'subscription',
      });
      expect(await refusal(account.call('DELETE', `${pathOf(other)}/${id}`))).toMatchObject({ status: 404 });
      expect(await refusal(account.call('GET', pathOf('cus_none')))).toMatchObject({ status: 404 });
    }
    await account.call('DELETE', `${pathOf(customer)}/${id}`);
    expect(await account.call('GET', `${pathOf(customer)}/${id}`)).toMatchObject({ status: 'canceled' });
    expect(await refusal(account.call('POST', `${pathOf(customer)}/${id}`, { quantity: 2 }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(account.call('DELETE', `${pathOf(customer)}/${id}`))).toMatchObject({ status: 404 });
  });

  test('needs a customer and a plan that there are', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const isOfCustomer = pathOf(customer) !== '/v1/subscriptions';
    expect(await refusal(create(account, 'cus_none'))).toMatchObject({
      status: isOfCustomer ? 404 : 400,
      message: 'No such customer: cus_none',
    });
    expect(await refusal(create(account, customer, { plan: 'none' }))).toMatchObject({
      status: 400,
      message: 'No such plan: none',
      param: 'plan',
    });
    expect(await refusal(account.call('POST', pathOf(customer), {}))).toMatchObject({ status: 400 });
  });
});

describe('paying for a subscription', () => {
  test('needs a source, unless there is nothing to pay', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makePlan(account, { id: 'free', amount: 0 });
    await makePlan(account, { id: 'trial', trial_period_days: 7 });
    const { id: customer } = await account.call('POST', '/v1/customers');
    expect(await refusal(subscribe(account, customer))).toEqual({
      status: 400,
      type: 'invalid_request_error',
      message: 'This customer has no attached payment source',
    });
    expect(await invoicesOf(account, customer)).toEqual([]);
    expect(await subscribe(account, customer, { plan: 'free' })).toMatchObject({ status: 'active' });
    expect(await subscribe(account, customer, { plan: 'trial' })).toMatchObject({ status: 'trialing' });
    expect(await subscribe(account, customer, { quantity: 0 })).toMatchObject({ status: 'active' });
    const invoices = await invoicesOf(account, customer);
    expect(invoices.map(({ amount_due, paid, charge }) => [amount_due, paid, charge])).toEqual([
      [0, true, null],
      [0, true, null],
      [0, true, null],
    ]);
  });

  test('takes a new source, which becomes the default and replaces it', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id, default_source } = await makeCustomer(account);
    await subscribe(account, id, { source: card('5555555555554444') });
    const customer = await account.call('GET', `/v1/customers/${id}`);
    expect(customer.default_source).not.toBe(default_source);
    expect(customer.sources.data).toHaveLength(1);
    expect(customer.sources.data[0]).toMatchObject({ brand: 'MasterCard' });
    const { id: without } = await account.call('POST', '/v1/customers');
    expect(await subscribe(account, without, { source: 'tok_visa' })).toMatchObject({ status: 'active' });
  });

  test('fails with the card’s error, and leaves nothing', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const customer = await makeCustomer(account);
    const since = (await eventTypes(account)).length;
    expect(await refusal(subscribe(account, customer.id, { source: card(DECLINED) }))).toEqual({
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      message: 'Your card was declined.',
    });
    expect(await account.call('GET', `/v1/customers/${customer.id}`)).toEqual(customer);
    expect(await invoicesOf(account, customer.id)).toEqual([]);
    expect((await account.call('GET', '/v1/charges')).data).toEqual([]);
    expect(await eventTypes(account)).toHaveLength(since);
    expect(await refusal(makeCustomer(account, DECLINED, { plan: 'gold' }))).toMatchObject({ status: 402 });
    expect((await account.call('GET', '/v1/customers')).data).toHaveLength(1);
  });

  test('adds tax, and takes up pending items', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    await account.call('POST', '/v1/invoiceitems', {
      customer,
      amount: 500,
      currency: 'usd',
      description: 'Setup',
    });
    await subscribe(account, customer, { tax_percent: 8.5 });
    const [invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({
      subtotal: 1500,
      tax: 128,
      tax_percent: 8.5,
      total: 1628,
      amount_due: 1628,
    });
    expect(invoice.lines.data.map(({ type, amount }: Loose) => [type, amount])).toEqual([
      ['invoiceitem', 500],
      ['subscription', 1000],
    ]);
  });

  test('is in one currency for each customer', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makePlan(account, { id: 'eur', currency: 'eur' });
    const { id: customer } = await makeCustomer(account, undefined, { plan: 'gold' });
    expect((await account.call('GET', `/v1/customers/${customer}`)).currency).toBe('usd');
    const message = expect.stringContaining("Can't combine currencies on a single customer.");
    expect(await refusal(subscribe(account, customer, { plan: 'eur' }))).toMatchObject({
      status: 400,
      message,
    });
    const [{ id }] = (await account.call('GET', '/v1/subscriptions')).data;
    expect(await refusal(account.call('POST', `/v1/subscriptions/${id}`, { plan: 'eur' }))).toMatchObject({
      status: 400,
      message,
    });
  });
});

describe('a trial', () => {
  test('is that of the plan, and costs nothing', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 14 });
    const { id: customer } = await makeCustomer(account);
    const made = await subscribe(account, customer);
    const { created, id } = made;
    const end = created + 14 * DAY;
    expect(made).toMatchObject({
      current_period_start: created,
      current_period_end: end,
      status: 'trialing',
      trial_start: created,
      trial_end: end,
    });
    const [invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ amount_due: 0, paid: true, closed: true, charge: null, subtotal: 0 });
    expect(invoice.lines.data).toMatchObject([{ id, amount: 0, period: { start: created, end } }]);
  });

  test('ends when it is said to', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 14 });
    const { id: customer } = await makeCustomer(account);
    const now = await clock(account);
    expect(await subscribe(account, customer, { trial_end: 'now' })).toMatchObject({
      status: 'active',
      trial_end: null,
    });
    expect(await subscribe(account, customer, { trial_end: now + DAY })).toMatchObject({
      status: 'trialing',
      current_period_end: now + DAY,
      trial_end: now + DAY,
    });
    expect(await refusal(subscribe(account, customer, { trial_end: now - 1 }))).toMatchObject({
      status: 400,
      message: 'Invalid timestamp: must be an integer Unix timestamp in the future',
      param: 'trial_end',
    });
    expect(await refusal(subscribe(account, customer, { trial_end: now + 6 * 366 * DAY }))).toMatchObject({
      status: 400,
      message: 'Invalid timestamp: can be no more than five years in the future',
    });
  });

  test('is announced three days before its end, then billed', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 14 });
    const { id: customer } = await makeCustomer(account);
    const { created, id } = await subscribe(account, customer);
    await account.advance(11 * DAY - 1);
    expect(await eventsSince(account, created + 1)).toEqual([]);
    await account.advance(1);
    expect(await eventsSince(account, created + 1)).toEqual(['customer.subscription.trial_will_end']);
    await account.advance(3 * DAY);
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({
      status: 'active',
      current_period_start: created + 14 * DAY,
      trial_end: created + 14 * DAY,
    });
    expect(await eventsSince(account, created + 14 * DAY)).toEqual([
      'customer.subscription.updated',
      'invoice.created',
    ]);
    await account.advance(3600);
    expect((await invoicesOf(account, customer)).map(({ amount_due, paid }) => [amount_due, paid])).toEqual([
      [0, true],
      [1000, true],
    ]);
  });

  test('of less than three days is announced at once', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 1 });
    const { id: customer } = await makeCustomer(account);
    await subscribe(account, customer);
    expect((await eventTypes(account)).at(-1)).toBe('customer.subscription.trial_will_end');
  });

  test('is ended at once, moved, or begun', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 14 });
    const { id: customer } = await makeCustomer(account);
    const { id, created } = await subscribe(account, customer);
    const path = `/v1/subscriptions/${id}`;
    expect(await account.call('POST', path, { trial_end: created + 20 * DAY })).toMatchObject({
      status: 'trialing',
      current_period_end: created + 20 * DAY,
      trial_end: created + 20 * DAY,
    });
    await account.advance(15 * DAY);
    expect(await account.call('GET', path)).toMatchObject({ status: 'trialing' });
    const now = await clock(account);
    expect(await account.call('POST', path, { trial_end: 'now' })).toMatchObject({
      status: 'active',
      current_period_start: now,
      trial_start: null,
      trial_end: null,
    });
    expect((await invoicesOf(account, customer)).map(({ total, paid }) => [total, paid])).toEqual([
      [0, true],
      [1000, true],
    ]);
    const changed = await account.call('POST', path, { trial_end: now + 5 * DAY });
    expect(changed).toMatchObject({ status: 'trialing', current_period_end: now + 5 * DAY });
    const [, , credit] = await invoicesOf(account, customer);
    expect(credit).toMatchObject({ total: -1000, amount_due: 0, paid: true, ending_balance: -1000 });
    await account.advance(6 * DAY);
    const [, , , paid] = await invoicesOf(account, customer);
    expect(paid).toMatchObject({
      total: 1000,
      starting_balance: -1000,
      amount_due: 0,
      ending_balance: 0,
      charge: null,
    });
  });

  test('that cannot be paid for goes on as it was', async () => {
    const account = sandbox.open();
    await makePlan(account, { trial_period_days: 14 });
    const { id: customer } = await makeCustomer(account, DECLINED);
    const { id } = await subscribe(account, customer);
    expect(
      await refusal(account.call('POST', `/v1/subscriptions/${id}`, { trial_end: 'now' })),
    ).toMatchObject({ status: 402, type: 'card_error', code: 'card_declined' });
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ status: 'trialing' });
  });
});

describe('canceling', () => {
  test('at the end of the period takes effect then', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id, current_period_end } = await subscribe(account, customer);
    await account.call('DELETE', `/v1/subscriptions/${id}`, { at_period_end: true });
    const canceledAt = await clock(account);
    await account.advance(40 * DAY);
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({
      status: 'canceled',
      canceled_at: canceledAt,
      ended_at: current_period_end,
    });
    expect(await invoicesOf(account, customer)).toHaveLength(1);
    expect(await eventsSince(account, current_period_end)).toEqual(['customer.subscription.deleted']);
  });

  test('is taken back by naming the plan again', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id } = await subscribe(account, customer);
    const path = `/v1/subscriptions/${id}`;
    await account.call('DELETE', path, { at_period_end: true });
    expect(await account.call('POST', path, { metadata: { a: '1' } })).toMatchObject({
      cancel_at_period_end: true,
    });
    expect(await account.call('POST', path, { plan: 'gold' })).toMatchObject({
      cancel_at_period_end: false,
      canceled_at: null,
    });
    expect((await account.call('GET', '/v1/invoiceitems')).data).toEqual([]);
    await account.advance(40 * DAY);
    expect(await account.call('GET', path)).toMatchObject({ status: 'active' });
  });

  test('at once drops pending prorations, and leaves other items to be billed at the end of the period', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id, current_period_end } = await subscribe(account, customer);
    await account.advance(10 * DAY);
    await account.call('POST', `/v1/subscriptions/${id}`, { quantity: 5 });
    await account.call('POST', '/v1/invoiceitems', { customer, amount: 700, currency: 'usd' });
    expect((await account.call('GET', '/v1/invoiceitems', { customer })).data).toHaveLength(3);
    await account.call('DELETE', `/v1/subscriptions/${id}`);
    expect((await account.call('GET', '/v1/invoiceitems', { customer })).data).toMatchObject([
      { amount: 700, invoice: null },
    ]);
    await account.advance(40 * DAY);
    const [, leftover, ...others] = await invoicesOf(account, customer);
    expect(leftover).toMatchObject({ date: current_period_end, total: 700, paid: true });
    expect(others).toEqual([]);
  });

  test('at the end of the period leaves prorations, and bills them then', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id, current_period_end } = await subscribe(account, customer);
    await account.advance(10 * DAY);
    await account.call('POST', `/v1/subscriptions/${id}`, { quantity: 5 });
    await account.call('DELETE', `/v1/subscriptions/${id}`, { at_period_end: true });
    await account.advance(40 * DAY);
    const [, last, ...others] = await invoicesOf(account, customer);
    expect(last).toMatchObject({ date: current_period_end, paid: true, subscription: id });
    expect(last.lines.data).toHaveLength(2);
    expect(others).toEqual([]);
  });

  test('closes invoices that are not paid', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id, current_period_end } = await subscribe(account, customer);
    await account.advance(current_period_end - (await clock(account)));
    const [, open] = await invoicesOf(account, customer);
    expect(open).toMatchObject({ closed: false, attempted: false });
    await account.call('DELETE', `/v1/subscriptions/${id}`);
    await account.advance(DAY);
    const [, closed] = await invoicesOf(account, customer);
    expect(closed).toMatchObject({ closed: true, paid: false, attempted: false, next_payment_attempt: null });
  });

  test('happens to all subscriptions of a customer who is deleted', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const { id } = await subscribe(account, customer);
    await subscribe(account, customer);
    await account.call('DELETE', `/v1/customers/${customer}`);
    expect((await eventTypes(account)).slice(-3)).toEqual([
      'customer.subscription.deleted',
      'customer.subscription.deleted',
      'customer.deleted',
    ]);
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({
      status: 'canceled',
      customer,
    });
    const { data } = await account.call('GET', '/v1/subscriptions', { status: 'canceled' });
    expect(data).toHaveLength(2);
    await account.advance(70 * DAY);
    expect(await invoicesOf(account, customer)).toHaveLength(2);
  });
});

describe('lists of subscriptions', () => {
  test('hide canceled ones unless asked for, and go by customer, plan and state', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makePlan(account, { id: 'trial', trial_period_days: 7 });
    const { id: one } = await makeCustomer(account);
    const { id: other } = await makeCustomer(account);
    const { id: active } = await subscribe(account, one);
    const { id: trialing } = await subscribe(account, one, { plan: 'trial' });
    const { id: canceled } = await subscribe(account, one);
    const { id: others } = await subscribe(account, other);
    await account.call('DELETE', `/v1/subscriptions/${canceled}`);
    const list = async (parameters: object, path = '/v1/subscriptions') =>
      (await account.call('GET', path, parameters)).data.map(({ id }: Loose) => id);
    expect(await list({})).toEqual([others, trialing, active]);
    expect(await list({ status: 'all' })).toEqual([others, canceled, trialing, active]);
    expect(await list({ status: 'canceled' })).toEqual([canceled]);
    expect(await list({ status: 'trialing' })).toEqual([trialing]);
    expect(await list({ customer: one })).toEqual([trialing, active]);
    expect(await list({ customer: one, status: 'all', plan: 'gold' })).toEqual([canceled, active]);
    expect(await list({ plan: 'gold' })).toEqual([others, active]);
    expect(await list({ limit: 1, starting_after: trialing })).toEqual([active]);
    expect(await list({}, `/v1/customers/${one}/subscriptions`)).toEqual([trialing, active]);
    const { subscriptions } = await account.call('GET', `/v1/customers/${one}`);
    expect(subscriptions).toMatchObject({
      total_count: 2,
      has_more: false,
      url: `/v1/customers/${one}/subscriptions`,
    });
    expect(subscriptions.data.map(({ id }: Loose) => id)).toEqual([trialing, active]);
  });
});

describe('subscribing by way of the customer', () => {
  test('when it is made, or later', async () => {
    const account = sandbox.open();
    await makePlan(account);
    await makePlan(account, { id: 'silver', amount: 500 });
    const made = await makeCustomer(account, undefined, { plan: 'gold', quantity: 2, tax_percent: 10 });
    expect(made.subscriptions.data).toMatchObject([{ plan: { id: 'gold' }, quantity: 2, tax_percent: 10 }]);
    const { id } = await makeCustomer(account);
    const subscribed = await account.call('POST', `/v1/customers/${id}`, { plan: 'gold' });
    expect(subscribed.subscriptions.data).toMatchObject([{ plan: { id: 'gold' }, quantity: 1 }]);
    const changed = await account.call('POST', `/v1/customers/${id}`, { plan: 'silver' });
    expect(changed.subscriptions.data).toMatchObject([{ plan: { id: 'silver' } }]);
    await subscribe(account, id);
    expect(await refusal(account.call('POST', `/v1/customers/${id}`, { plan: 'gold' }))).toMatchObject({
      status: 400,
      param: 'plan',
    });
  });

  test.each(['quantity', 'tax_percent', 'trial_end'])('needs a plan for %s', async (param) => {
    const account = sandbox.open();
    const value = param === 'trial_end' ? 'now' : 2;
    expect(await refusal(makeCustomer(account, undefined, { [param]: value }))).toMatchObject({
      status: 400,
      message: `Received unknown parameter: ${param}`,
    });
  });
});
