import { describe, expect, test } from '@jest/globals';
import type { Loose, TestAccount } from '../helpers.ts';
import {
  billingSandbox,
  clock,
  DAY,
  DECLINED,
  dateOf,
  eventsSince,
  giveCard,
  HOUR,
  invoicesOf,
  makeCustomer,
  makePlan,
  moment,
  reach,
} from './helpers.ts';

const sandbox = billingSandbox();

/** A subscription of ten dollars a month, to be paid for with a card that works. */
async function subscribed(account: TestAccount, fields: object = {}): Promise<Loose> {
  await makePlan(account);
  const { id: customer } = await makeCustomer(account);
  return account.call('POST', '/v1/subscriptions', { customer, plan: 'gold', ...fields });
}

const statusOf = async ({ call }: TestAccount, id: string): Promise<string> =>
  (await call('GET', `/v1/subscriptions/${id}`)).status;

describe('a subscription is renewed', () => {
  test('every month of a year, from where it began', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    await reach(account, moment('2028-02-01T00:00:00'));
    const invoices = await invoicesOf(account, customer);
    expect(invoices.map(({ date }) => dateOf(date))).toEqual([
      '2027-01-31T10:11:12',
      '2027-02-28T10:11:12',
      '2027-03-31T10:11:12',
      '2027-04-30T10:11:12',
      '2027-05-31T10:11:12',
      '2027-06-30T10:11:12',
      '2027-07-31T10:11:12',
      '2027-08-31T10:11:12',
      '2027-09-30T10:11:12',
      '2027-10-31T10:11:12',
      '2027-11-30T10:11:12',
      '2027-12-31T10:11:12',
      '2028-01-31T10:11:12',
    ]);
    for (const [index, invoice] of invoices.entries()) {
      const [line] = invoice.lines.data;
      expect(invoice).toMatchObject({ paid: true, amount_due: 1000, subscription: id });
      expect(line.period).toEqual({
        start: invoice.date,
        end: invoices[index + 1]?.date ?? line.period.end,
      });
      expect([invoice.period_start, invoice.period_end]).toEqual([
        invoices[Math.max(0, index - 1)].date,
        invoice.date,
      ]);
    }
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({
      current_period_start: invoices.at(-1).date,
      status: 'active',
    });
  });

  test('by an invoice that is paid an hour later', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_end: end } = await subscribed(account);
    await reach(account, end);
    const [, made] = await invoicesOf(account, customer);
    expect(made).toMatchObject({
      amount_due: 1000,
      attempt_count: 0,
      attempted: false,
      charge: null,
      closed: false,
      date: end,
      ending_balance: null,
      next_payment_attempt: end + HOUR,
      paid: false,
      starting_balance: 0,
      subscription: id,
      webhooks_delivered_at: end,
    });
    expect(await eventsSince(account, end)).toEqual(['customer.subscription.updated', 'invoice.created']);
    await account.advance(HOUR - 1);
    expect((await account.call('GET', `/v1/invoices/${made.id}`)).paid).toBe(false);
    await account.advance(1);
    expect(await account.call('GET', `/v1/invoices/${made.id}`)).toMatchObject({
      attempt_count: 1,
      attempted: true,
      closed: true,
      ending_balance: 0,
      next_payment_attempt: null,
      paid: true,
    });
    expect(await eventsSince(account, end + HOUR)).toEqual([
      'charge.succeeded',
      'invoice.updated',
      'invoice.payment_succeeded',
    ]);
    const [updated] = (
      await account.call('GET', '/v1/events', { type: 'customer.subscription.updated', limit: 1 })
    ).data;
    expect(Object.keys(updated.data.previous_attributes).sort()).toEqual([
      'current_period_end',
      'current_period_start',
    ]);
    expect(updated.request).toBeNull();
  });

  test.each([
    ['day', 1, '2 00:00', '3 00:00'],
    ['week', 2, '15 00:00', '29 00:00'],
  ])('every so many %ss', async (interval, interval_count, first, second) => {
    const account = sandbox.open();
    await reach(account, moment('2027-03-01T00:00:00'));
    await makePlan(account, { id: 'other', interval, interval_count });
    const { id: customer } = await makeCustomer(account, undefined, { plan: 'other' });
    await account.advance(40 * DAY);
    const [, ...invoices] = await invoicesOf(account, customer);
    const dates = invoices.map(({ date }) => dateOf(date));
    const expected = [first, second].map((text) => {
      const [day, time] = text.split(' ');
      return `2027-03-${day!.padStart(2, '0')}T${time}:00`;
    });
    expect(dates.slice(0, 2)).toEqual(expected);
  });

  test('every year and every quarter, a leap day included', async () => {
    const account = sandbox.open();
    await reach(account, moment('2028-02-29T00:00:00'));
    await makePlan(account, { id: 'year', interval: 'year' });
    await makePlan(account, { id: 'quarter', interval_count: 3 });
    const { id: customer } = await makeCustomer(account);
    for (const [plan, date] of [
      ['year', '2029-02-28T00:00:00'],
      ['quarter', '2028-05-29T00:00:00'],
    ]) {
      const { current_period_end } = await account.call('POST', '/v1/subscriptions', { customer, plan });
      expect(dateOf(current_period_end)).toBe(date);
    }
  });
});

describe('a renewal that cannot be collected', () => {
  /** A subscription whose card stops working before the first renewal, just after which it is. */
  async function failing(account: TestAccount): Promise<Loose> {
    const subscription = await subscribed(account);
    await giveCard(account, subscription.customer, DECLINED);
    await reach(account, subscription.current_period_end + HOUR);
    return { ...subscription, failedAt: subscription.current_period_end + HOUR };
  }

  test('makes the subscription past due, and is tried again', async () => {
    const account = sandbox.open();
    const { id, customer, failedAt } = await failing(account);
    expect(await eventsSince(account, failedAt)).toEqual([
      'charge.failed',
      'invoice.updated',
      'invoice.payment_failed',
      'customer.updated',
      'customer.subscription.updated',
    ]);
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({
      attempt_count: 1,
      attempted: true,
      charge: expect.stringMatching(/^ch_/),
      closed: false,
      next_payment_attempt: failedAt + 3 * DAY,
      paid: false,
    });
    expect(await account.call('GET', `/v1/charges/${invoice.charge}`)).toMatchObject({
      invoice: invoice.id,
      status: 'failed',
    });
    expect(await statusOf(account, id)).toBe('past_due');
    expect((await account.call('GET', `/v1/customers/${customer}`)).delinquent).toBe(true);
    await account.advance(3 * DAY);
    expect(await account.call('GET', `/v1/invoices/${invoice.id}`)).toMatchObject({
      attempt_count: 2,
      next_payment_attempt: failedAt + 8 * DAY,
    });
  });

  test('ends the subscription after three retries', async () => {
    const account = sandbox.open();
    const { id, customer, failedAt } = await failing(account);
    const ended = failedAt + 15 * DAY;
    await reach(account, ended - 1);
    expect(await statusOf(account, id)).toBe('past_due');
    await account.advance(1);
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toMatchObject({
      status: 'canceled',
      canceled_at: ended,
      ended_at: ended,
    });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({
      attempt_count: 4,
      closed: true,
      next_payment_attempt: null,
      paid: false,
    });
    expect((await eventsSince(account, ended)).slice(-2)).toEqual([
      'invoice.updated',
      'customer.subscription.deleted',
    ]);
    await account.advance(60 * DAY);
    expect(await invoicesOf(account, customer)).toHaveLength(2);
  });

  test('leaves the subscription unpaid where the account is set so: later invoices are closed', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/billing', { after_retries: 'unpaid' });
    const { id, customer } = await failing(account);
    await account.advance(16 * DAY);
    expect(await statusOf(account, id)).toBe('unpaid');
    await account.advance(30 * DAY);
    const [, failed, later] = await invoicesOf(account, customer);
    expect(failed).toMatchObject({ closed: true, paid: false });
    expect(later).toMatchObject({ attempted: false, closed: true, next_payment_attempt: null });
    await giveCard(account, customer);
    expect(await statusOf(account, id)).toBe('unpaid');
    await account.call('POST', `/v1/invoices/${later.id}`, { closed: false });
    await account.call('POST', `/v1/invoices/${later.id}/pay`);
    expect(await statusOf(account, id)).toBe('active');
  });

  test('leaves the subscription past due where the account is set so', async () => {
    const account = sandbox.open();
    await account.call('POST', '/_sandbox/billing', { after_retries: 'past_due' });
    const { id, customer } = await failing(account);
    await account.advance(20 * DAY);
    expect(await statusOf(account, id)).toBe('past_due');
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ attempt_count: 4, closed: false, next_payment_attempt: null });
  });

  test('is made good by a new card', async () => {
    const account = sandbox.open();
    const { id, customer } = await failing(account);
    await giveCard(account, customer, DECLINED);
    const [, still] = await invoicesOf(account, customer);
    expect(still).toMatchObject({ attempt_count: 1, paid: false });
    expect(await giveCard(account, customer)).toMatchObject({ delinquent: false });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ attempt_count: 1, paid: true });
    expect(await statusOf(account, id)).toBe('active');
    await account.advance(40 * DAY);
    expect(await statusOf(account, id)).toBe('active');
    expect(await invoicesOf(account, customer)).toHaveLength(3);
  });

  test('is made good by paying the invoice, and by forgiving it', async () => {
    for (const [path, fields] of [
      ['/pay', {}],
      ['', { forgiven: true }],
    ] as const) {
      const account = sandbox.open();
      const { id, customer } = await failing(account);
      const [, invoice] = await invoicesOf(account, customer);
      if (path === '/pay') {
        const { id: source } = await account.call('POST', `/v1/customers/${customer}/sources`, {
          source: 'tok_visa',
        });
        await account.call('POST', `/v1/customers/${customer}`, { default_source: source });
        expect(await statusOf(account, id)).toBe('active');
        continue;
      }
      expect(await account.call('POST', `/v1/invoices/${invoice.id}${path}`, fields)).toMatchObject({
        closed: true,
        forgiven: true,
        paid: false,
        next_payment_attempt: null,
      });
      expect(await statusOf(account, id)).toBe('active');
      expect((await account.call('GET', `/v1/customers/${customer}`)).delinquent).toBe(false);
    }
  });

  test('is not tried with a card that is not there', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_end } = await subscribed(account);
    const { default_source } = await account.call('GET', `/v1/customers/${customer}`);
    await account.call('DELETE', `/v1/customers/${customer}/sources/${default_source}`);
    await reach(account, current_period_end + HOUR);
    expect(await statusOf(account, id)).toBe('past_due');
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ attempted: true, attempt_count: 1, charge: null, paid: false });
  });

  test('does not hurt the other subscriptions of the customer while they are paid', async () => {
    const account = sandbox.open();
    const { customer } = await subscribed(account);
    await makePlan(account, { id: 'year', interval: 'year' });
    const other = await account.call('POST', '/v1/subscriptions', { customer, plan: 'year' });
    await giveCard(account, customer, DECLINED);
    await account.advance(60 * DAY);
    expect(await statusOf(account, other.id)).toBe('active');
  });
});

test('payment of an invoice waits for a webhook that does not take the news, three days at most', async () => {
  const account = sandbox.open();
  const { customer, current_period_end } = await subscribed(account);
  await account.call('POST', '/_sandbox/webhooks', { url: 'http://127.0.0.1:9/', secret: 'whsec_a' });
  await reach(account, current_period_end + 2 * DAY);
  const [, waiting] = await invoicesOf(account, customer);
  expect(waiting).toMatchObject({ attempted: false, webhooks_delivered_at: null });
  expect(waiting.next_payment_attempt).toBeGreaterThan(await clock(account));
  await account.advance(DAY + HOUR);
  const [, paid] = await invoicesOf(account, customer);
  expect(paid).toMatchObject({ attempted: true, paid: true });
});
