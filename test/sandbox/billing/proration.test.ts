import { describe, expect, test } from '@jest/globals';
import { prorated, settlementOf, totalsOf } from '#sandbox/billing/money.ts';
import { addMonths, periodEnd } from '#sandbox/billing/periods.ts';
import { percentOf } from '#sandbox/payments/coupon-discount.ts';
import { type Loose, refusal, type TestAccount } from '../helpers.ts';
import {
  billingSandbox,
  clock,
  DAY,
  dateOf,
  invoicesOf,
  makeCustomer,
  makePlan,
  moment,
  reach,
} from './helpers.ts';

const sandbox = billingSandbox();

/** Recorded figures: the plan's price, the seconds that were left, those of the whole period, what was written. */
test.each([
  [1000, 881_112, 2_419_200, 364],
  [999, 1_480_043_392 - 1_477_365_718, 31 * DAY, 999],
  [2999, 1_480_043_392 - 1_477_365_718, 31 * DAY, 2998],
  [1000, 1_529_161_019 - 1_526_487_083, 31 * DAY, 998],
])('%i cents, of which %i of %i seconds are left, come to %i', (price, left, whole, amount) => {
  expect(prorated(price, left, whole)).toBe(amount);
});

describe('periods', () => {
  test.each([
    ['2027-01-31T10:00:00', 1, '2027-02-28T10:00:00'],
    ['2028-01-31T10:00:00', 1, '2028-02-29T10:00:00'],
    ['2027-12-15T23:59:59', 14, '2029-02-15T23:59:59'],
    ['2028-02-29T00:00:00', 12, '2029-02-28T00:00:00'],
    ['2027-03-31T10:00:00', 0, '2027-03-31T10:00:00'],
  ])('%s and %i months are %s', (from, months, to) => {
    expect(dateOf(addMonths(moment(from), months))).toBe(to);
  });

  test('end after the moment, wherever it lies', () => {
    const anchor = moment('2027-01-31T12:00:00');
    const monthly = { interval: 'month', interval_count: 1 } as const;
    const ends = ['2027-01-31T12:00:00', '2027-02-28T11:59:59', '2027-02-28T12:00:00', '2027-03-01T00:00:00'];
    expect(ends.map((after) => dateOf(periodEnd(anchor, monthly, moment(after))))).toEqual([
      '2027-02-28T12:00:00',
      '2027-02-28T12:00:00',
      '2027-03-31T12:00:00',
      '2027-03-31T12:00:00',
    ]);
    expect(dateOf(periodEnd(anchor, { interval: 'week', interval_count: 2 }, anchor + 14 * DAY))).toBe(
      '2027-02-28T12:00:00',
    );
  });
});

describe('the arithmetic of invoices', () => {
  const line = (amount: number, discountable = true) => ({ amount, discountable });
  const coupon = (fields: object): Loose => ({ amount_off: null, percent_off: null, ...fields });

  test.each([
    [[], null, null, [0, 0, null, 0]],
    [[line(1000), line(-364, false)], null, null, [636, 0, null, 636]],
    [[line(1000), line(500, false)], coupon({ percent_off: 25 }), null, [1500, 250, null, 1250]],
    [[line(1000)], coupon({ amount_off: 2000 }), 8.5, [1000, 1000, 0, 0]],
    [[line(-500)], coupon({ percent_off: 50 }), null, [-500, 0, null, -500]],
    [[line(1001)], coupon({ percent_off: 50 }), 10, [1001, 501, 50, 550]],
    [[line(-1000, false)], null, 8.25, [-1000, 0, -83, -1083]],
  ])('of %j with %j and tax of %p', (lines, coupon, tax_percent, [subtotal, discounted, tax, total]) => {
    expect(totalsOf({ lines, coupon, tax_percent })).toEqual({ subtotal, discounted, tax, total });
  });

  test.each([
    [1000, 0, 1000, 0],
    [1000, -300, 700, 0],
    [1000, 300, 1300, 0],
    [1000, -1000, 0, 0],
    [1000, -3000, 0, -2000],
    [-700, 0, 0, -700],
    [49, 0, 0, 49],
    [50, 0, 50, 0],
    [30, 30, 60, 0],
  ])('%i with a balance of %i is %i due and leaves %i', (total, balance, amount_due, ending_balance) => {
    expect(settlementOf(total, balance, 'usd')).toEqual({ amount_due, ending_balance });
  });

  test.each([
    [1000, 8.5, 85],
    [999, 0.0001, 0],
    [10, 5, 1],
    [-10, 5, -1],
    [99_999_999, 33.3333, 33_333_300],
  ])('%i at %f percent is %i', (amount, percent, share) => {
    expect(percentOf(amount, percent)).toBe(share);
  });
});

describe('changing a subscription within its period', () => {
  /** A subscription of 4 weeks, of which a given number of seconds is left. */
  async function subscribed(account: TestAccount, left: number, fields: object = {}): Promise<Loose> {
    await makePlan(account, { name: 'monthly widgets', interval: 'week', interval_count: 4 });
    await makePlan(account, { id: 'plus', name: 'Plus', amount: 3000, interval: 'week', interval_count: 4 });
    const { id: customer } = await makeCustomer(account);
    const made = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold', ...fields });
    await reach(account, made.current_period_end - left);
    return made;
  }

  const itemsOf = async ({ call }: TestAccount, customer: string): Promise<Loose[]> =>
    (await call('GET', '/v1/invoiceitems', { customer })).data;

  const dayOf = (seconds: number): string => {
    const [, month, day, year] = /^\w+, (\d+) (\w+) (\d+)/.exec(new Date(seconds * 1000).toUTCString())!;
    return `${month} ${day} ${year}`;
  };

  test('gives back the unused time and asks for the remaining time, to the second', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_end: end } = await subscribed(account, 881_112);
    const changed = await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'plus' });
    const at = changed.start;
    const left = end - at;
    const share = (price: number) => Math.round((price * left) / 2_419_200);
    expect(changed).toMatchObject({ current_period_end: end, plan: { id: 'plus' }, status: 'active' });
    const items = await itemsOf(account, customer);
    const common = {
      object: 'invoiceitem',
      currency: 'usd',
      customer,
      date: at,
      discountable: false,
      invoice: null,
      livemode: false,
      metadata: {},
      period: { start: at, end },
      proration: true,
      quantity: 1,
      subscription: id,
    };
    expect(items).toEqual([
      {
        ...common,
        id: expect.stringMatching(/^ii_\w{24}$/),
        amount: -share(1000),
        description: `Unused time on monthly widgets after ${dayOf(at)}`,
        plan: await account.call('GET', '/v1/plans/gold'),
      },
      {
        ...common,
        id: expect.any(String),
        amount: share(3000),
        description: `Remaining time on Plus after ${dayOf(at)}`,
        plan: await account.call('GET', '/v1/plans/plus'),
      },
    ]);
    expect(await invoicesOf(account, customer)).toHaveLength(1);
    await account.advance(10 * DAY + left);
    const [, next] = await invoicesOf(account, customer);
    expect(next.lines.data.map(({ id: line, amount }: Loose) => [line, amount])).toEqual([
      [items[0].id, -share(1000)],
      [items[1].id, share(3000)],
      [id, 3000],
    ]);
    expect(next.total).toBe(3000 + share(3000) - share(1000));
    expect((await itemsOf(account, customer)).map(({ invoice }) => invoice)).toEqual([next.id, next.id]);
  });

  test('is reckoned as of the date that is given: the checked figure', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_end } = await subscribed(account, 800_000);
    const proration_date = current_period_end - 881_112;
    await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'plus', proration_date });
    const [unused, remaining] = await itemsOf(account, customer);
    expect([unused.amount, remaining.amount]).toEqual([-364, 1093]);
    expect(unused.period).toEqual({ start: proration_date, end: current_period_end });
  });

  test('goes by quantity as well, and names it', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account, 14 * DAY, { quantity: 4 });
    await account.call('POST', `/v1/subscriptions/${id}`, { quantity: 1 });
    const [unused, remaining] = await itemsOf(account, customer);
    expect(unused).toMatchObject({ amount: -2000, quantity: 4 });
    expect(unused.description).toMatch(/^Unused time on 4 x monthly widgets after /);
    expect(remaining).toMatchObject({ amount: 500, quantity: 1 });
    expect(remaining.description).toMatch(/^Remaining time on monthly widgets after /);
  });

  test('keeps the quantity of the same plan; another one begins with one', async () => {
    const account = sandbox.open();
    const { id } = await subscribed(account, 14 * DAY, { quantity: 4 });
    const path = `/v1/subscriptions/${id}`;
    expect(await account.call('POST', path, { plan: 'gold' })).toMatchObject({ quantity: 4 });
    expect(await account.call('POST', path, { plan: 'plus' })).toMatchObject({ quantity: 1 });
  });

  test('asks for nothing when it is not prorated, or changes nothing, or during a trial', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account, 14 * DAY);
    const path = `/v1/subscriptions/${id}`;
    await account.call('POST', path, { plan: 'plus', prorate: false });
    await account.call('POST', path, { plan: 'plus', quantity: 1 });
    expect(await itemsOf(account, customer)).toEqual([]);
    const trial_end = (await clock(account)) + 5 * DAY;
    const trialing = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold', trial_end });
    await account.call('POST', `/v1/subscriptions/${trialing.id}`, { plan: 'plus' });
    expect(await itemsOf(account, customer)).toEqual([]);
  });

  test('is refused as of a date outside the period, or before the plan was changed to', async () => {
    const account = sandbox.open();
    const { id, current_period_start, current_period_end } = await subscribed(account, 14 * DAY);
    const path = `/v1/subscriptions/${id}`;
    for (const proration_date of [current_period_start - 1, current_period_end + 1]) {
      expect(await refusal(account.call('POST', path, { plan: 'plus', proration_date }))).toMatchObject({
        status: 400,
        param: 'proration_date',
      });
    }
    const { start } = await account.call('POST', path, { plan: 'plus' });
    expect(
      await refusal(account.call('POST', path, { plan: 'gold', proration_date: start - 1 })),
    ).toMatchObject({ status: 400, param: 'proration_date' });
  });
});

describe('a change that begins a new period', () => {
  async function subscribed(account: TestAccount, fields: object = {}): Promise<Loose> {
    await makePlan(account, fields);
    await makePlan(account, { id: 'year', name: 'Year', amount: 10_000, interval: 'year' });
    const { id: customer } = await makeCustomer(account);
    const made = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    await account.advance(10 * DAY);
    return made;
  }

  test('to another interval is billed at once, less what is unused', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_start, current_period_end } = await subscribed(account);
    const changed = await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'year' });
    const at = changed.start;
    expect(changed).toMatchObject({
      current_period_start: at,
      current_period_end: addMonths(at, 12),
      status: 'active',
    });
    const unused = prorated(1000, current_period_end - at, current_period_end - current_period_start);
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ date: at, paid: true, total: 10_000 - unused });
    expect(invoice.lines.data.map(({ amount, period }: Loose) => [amount, period])).toEqual([
      [-unused, { start: at, end: current_period_end }],
      [10_000, { start: at, end: addMonths(at, 12) }],
    ]);
    await account.advance(60 * DAY);
    expect(await invoicesOf(account, customer)).toHaveLength(2);
  });

  test('from a free plan to one that costs is billed at once', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account, { amount: 0 });
    await makePlan(account, { id: 'paid', amount: 700 });
    const { current_period_start } = await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'paid' });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ date: current_period_start, paid: true, total: 700 });
    expect(invoice.lines.data).toHaveLength(1);
  });

  test('that gives back more than it asks for leaves a credit', async () => {
    const account = sandbox.open();
    await makePlan(account, { id: 'week', amount: 100, interval: 'week' });
    const { id, customer, current_period_start, current_period_end } = await subscribed(account);
    const { start } = await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'week' });
    const unused = prorated(1000, current_period_end - start, current_period_end - current_period_start);
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({
      total: 100 - unused,
      amount_due: 0,
      ending_balance: 100 - unused,
      paid: true,
      charge: null,
    });
    expect((await account.call('GET', `/v1/customers/${customer}`)).account_balance).toBe(100 - unused);
  });

  test('and cannot be paid changes nothing', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    await account.call('POST', `/v1/customers/${customer}`, {
      source: { object: 'card', number: '4000000000000341', exp_month: 12, exp_year: 2040 },
    });
    const before = await account.call('GET', `/v1/subscriptions/${id}`);
    expect(await refusal(account.call('POST', `/v1/subscriptions/${id}`, { plan: 'year' }))).toMatchObject({
      status: 402,
      type: 'card_error',
    });
    expect(await account.call('GET', `/v1/subscriptions/${id}`)).toEqual(before);
    expect((await account.call('GET', '/v1/invoiceitems')).data).toEqual([]);
  });

  test('to a plan with a trial begins it, and gives back what is unused', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    await makePlan(account, { id: 'trial', amount: 5000, trial_period_days: 7 });
    const changed = await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'trial' });
    expect(changed).toMatchObject({ status: 'trialing', trial_end: changed.start + 7 * DAY });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice.total).toBeLessThan(0);
    expect(invoice.lines.data.at(-1)).toMatchObject({ amount: 0, type: 'subscription' });
  });
});

describe('a preview', () => {
  const upcoming = ({ call }: TestAccount, customer: string, fields: object = {}): Promise<Loose> =>
    call('GET', '/v1/invoices/upcoming', { customer, ...fields });

  async function subscribed(account: TestAccount): Promise<Loose> {
    await makePlan(account);
    await makePlan(account, { id: 'plus', name: 'Plus', amount: 3000 });
    await makePlan(account, { id: 'year', name: 'Year', amount: 10_000, interval: 'year' });
    const { id: customer } = await makeCustomer(account);
    const made = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    await account.advance(10 * DAY);
    return made;
  }

  /** What an invoice shares with its preview: all but what only kept ones have. */
  const comparable = ({ id: _, lines, date, webhooks_delivered_at: __, ...invoice }: Loose) => ({
    ...invoice,
    lines: lines.data.map(({ id: ___, ...line }: Loose) => line),
    date,
  });

  test('shows the next invoice as it will be', async () => {
    const account = sandbox.open();
    const { customer, current_period_end } = await subscribed(account);
    await account.call('POST', '/v1/invoiceitems', { customer, amount: 250, currency: 'usd' });
    const preview = await upcoming(account, customer);
    expect(preview).not.toHaveProperty('id');
    expect(preview).not.toHaveProperty('subscription_proration_date');
    expect(preview).toMatchObject({
      object: 'invoice',
      amount_due: 1250,
      attempted: false,
      closed: false,
      date: current_period_end,
      next_payment_attempt: current_period_end + 3600,
      paid: false,
      webhooks_delivered_at: null,
    });
    await reach(account, current_period_end);
    const [, invoice] = await invoicesOf(account, customer);
    expect(comparable(invoice)).toEqual(comparable(preview));
  });

  test('is kept nowhere: it cannot be listed, retrieved, paid or edited', async () => {
    const account = sandbox.open();
    const { customer } = await subscribed(account);
    await upcoming(account, customer);
    await upcoming(account, customer, { subscription_plan: 'plus' });
    expect(await invoicesOf(account, customer)).toHaveLength(1);
    expect((await account.call('GET', '/v1/subscriptions')).data).toHaveLength(1);
    expect((await account.call('GET', '/v1/invoiceitems')).data).toEqual([]);
    expect(await refusal(account.call('POST', '/v1/invoices/upcoming/pay'))).toMatchObject({ status: 404 });
    expect(await refusal(account.call('POST', '/v1/invoices/upcoming', { closed: true }))).toMatchObject({
      status: 404,
    });
  });

  test('of a change is what the change then comes to', async () => {
    const account = sandbox.open();
    const { id, customer, current_period_end } = await subscribed(account);
    const preview = await upcoming(account, customer, { subscription: id, subscription_plan: 'plus' });
    const { subscription_proration_date: proration_date } = preview;
    expect(proration_date).toBe(await clock(account));
    const shown = preview.lines.data.filter(
      ({ proration, period }: Loose) => proration && period.start === proration_date,
    );
    expect(shown).toHaveLength(2);
    await account.advance(2 * DAY);
    await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'plus', proration_date });
    await reach(account, current_period_end);
    const [, invoice] = await invoicesOf(account, customer);
    const { subscription_proration_date: _, ...rest } = preview;
    expect(comparable(invoice)).toEqual(comparable(rest));
  });

  test('of a change of interval shows the invoice that would be made at once', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    const preview = await upcoming(account, customer, { subscription: id, subscription_plan: 'year' });
    const proration_date = preview.subscription_proration_date;
    await account.call('POST', `/v1/subscriptions/${id}`, { plan: 'year', proration_date });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ subtotal: preview.subtotal, total: preview.total, date: preview.date });
    expect(comparable(invoice).lines).toEqual(comparable(preview).lines);
  });

  test.each([
    [{ subscription_quantity: 3 }, 3000 + 2000],
    [{ subscription_quantity: 3, subscription_prorate: false }, 3000],
    [{ subscription_plan: 'plus', subscription_prorate: false }, 3000],
  ])('assumes %j', async (assumed, upTo) => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    const { total } = await upcoming(account, customer, { subscription: id, ...assumed });
    expect(total).toBeGreaterThan(upTo - 1000);
    expect(total).toBeLessThanOrEqual(upTo);
  });

  test('assumes a coupon, or none, or an end of the trial', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    const one = { percent_off: 50, duration: 'forever' };
    await account.call('POST', '/v1/coupons', { ...one, id: 'HALF' });
    await account.call('POST', '/v1/coupons', { ...one, id: 'ALL', percent_off: 100 });
    await account.call('POST', `/v1/customers/${customer}`, { coupon: 'HALF' });
    expect(await upcoming(account, customer)).toMatchObject({
      total: 500,
      discount: { coupon: { id: 'HALF' } },
    });
    expect(await upcoming(account, customer, { coupon: 'ALL' })).toMatchObject({ total: 0 });
    expect(await upcoming(account, customer, { coupon: '' })).toMatchObject({ total: 1000, discount: null });
    expect((await account.call('GET', '/v1/coupons/ALL')).times_redeemed).toBe(0);
    const end = (await clock(account)) + 20 * DAY;
    const trial = await upcoming(account, customer, { subscription: id, subscription_trial_end: end });
    expect(trial.lines.data.at(-1)).toMatchObject({ amount: 0, period: { end } });
  });

  test('of a subscription that is not there yet', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const fields = { subscription_plan: 'gold', subscription_quantity: 2 };
    expect(await upcoming(account, customer, fields)).toMatchObject({ total: 2000, amount_due: 2000 });
    expect((await account.call('GET', '/v1/subscriptions')).data).toEqual([]);
  });

  test('is not found where nothing will be invoiced', async () => {
    const account = sandbox.open();
    await makePlan(account);
    const { id: customer } = await makeCustomer(account);
    const none = { status: 404, message: `No upcoming invoices for customer: ${customer}` };
    expect(await refusal(upcoming(account, customer))).toMatchObject(none);
    const { id } = await account.call('POST', '/v1/subscriptions', { customer, plan: 'gold' });
    await account.call('DELETE', `/v1/subscriptions/${id}`, { at_period_end: true });
    expect(await refusal(upcoming(account, customer))).toMatchObject(none);
    expect(await refusal(upcoming(account, customer, { subscription: 'sub_none' }))).toMatchObject({
      message: 'No such subscription: sub_none',
    });
    expect(await refusal(upcoming(account, 'cus_none'))).toMatchObject({
      message: 'No such customer: cus_none',
    });
  });

  test('shows the lines in pages', async () => {
    const account = sandbox.open();
    const { id, customer } = await subscribed(account);
    for (const amount of [1, 2, 3]) {
      await account.call('POST', '/v1/invoiceitems', { customer, amount, currency: 'usd' });
    }
    const path = '/v1/invoices/upcoming/lines';
    const first = await account.call('GET', path, { customer, limit: 2 });
    expect(first).toMatchObject({ object: 'list', has_more: true, url: path });
    expect(first.data.map(({ amount }: Loose) => amount)).toEqual([3, 2]);
    const second = await account.call('GET', path, { customer, starting_after: first.data[1].id });
    expect(second.has_more).toBe(false);
    expect(second.data.map(({ id: line, amount }: Loose) => [line.slice(0, 3), amount])).toEqual([
      ['ii_', 1],
      [id.slice(0, 3), 1000],
    ]);
    const changed = await account.call('GET', path, {
      customer,
      subscription: id,
      subscription_plan: 'plus',
    });
    expect(changed.data).toHaveLength(6);
    expect(await refusal(account.call('GET', path))).toMatchObject({ status: 400, param: 'customer' });
  });
});
