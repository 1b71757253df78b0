/** Discounts in prorations: the credit is for what was owed, the charge is reduced by the discount in effect. */
import { describe, expect, test } from '@jest/globals';
import { type Loose, refusal, type TestAccount } from '../helpers.ts';
import { billingSandbox, DAY, invoicesOf, makeCustomer, makePlan, reach } from './helpers.ts';

const sandbox = billingSandbox();

const COUPONS = {
  half: { percent_off: 50, duration: 'forever' },
  fifty: { amount_off: 5000, currency: 'usd', duration: 'forever' },
  all: { amount_off: 50_000, currency: 'usd', duration: 'forever' },
  once: { percent_off: 50, duration: 'once' },
  months: { percent_off: 50, duration: 'repeating', duration_in_months: 2 },
  week: { percent_off: 25, duration: 'forever' },
};

/** An account with coupons, plans of 100 dollars and of 300 for four weeks, and one for a year. */
async function opened(): Promise<TestAccount> {
  const account = sandbox.open();
  const fourWeeks = { amount: 10_000, interval: 'week', interval_count: 4 };
  await makePlan(account, fourWeeks);
  await makePlan(account, { ...fourWeeks, id: 'plus', name: 'Plus', amount: 30_000 });
  await makePlan(account, { id: 'year', name: 'Year', amount: 100_000, interval: 'year' });
  for (const [id, coupon] of Object.entries(COUPONS)) {
    await account.call('POST', '/v1/coupons', { id, ...coupon });
  }
  return account;
}

/** Subscribes a customer to two of the plan. */
async function subscribed(account: TestAccount, fields: object = {}, ofCustomer: object = {}) {
  const { id: customer } = await makeCustomer(account, undefined, ofCustomer);
  const made = await account.call('POST', '/v1/subscriptions', {
    customer,
    plan: 'gold',
    quantity: 2,
    ...fields,
  });
  const { id, current_period_start: start, current_period_end: end } = made;
  const change = (at: number, changes: object) =>
    account.call('POST', `/v1/subscriptions/${id}`, {
      proration_date: start + (end - start) * at,
      ...changes,
    });
  return { id, customer, end, change };
}

/** The amounts of the prorations of a customer, oldest first: for each change the charge, then the credit. */
async function prorations({ call }: TestAccount, customer: string): Promise<number[]> {
  const { data } = await call('GET', '/v1/invoiceitems', { customer, limit: 100 });
  return data.map(({ amount }: Loose) => amount).reverse();
}

describe('two at 100 dollars become three in the middle of the period', () => {
  test.each<[keyof typeof COUPONS | '', charge: number, credit: number]>([
    ['', 15_000, -10_000],
    ['half', 7500, -5000],
    ['months', 7500, -5000],
    ['fifty', 12_500, -7500],
    ['all', 0, 0],
    // The first invoice has used it up, so it reduces nothing that is charged later.
    ['once', 15_000, -5000],
  ])('with the coupon %j from the start', async (coupon, charge, credit) => {
    const account = await opened();
    const given = coupon === '' ? {} : { coupon };
    for (const [fields, ofCustomer] of [
      [given, {}],
      [{}, given],
    ]) {
      const { customer, change } = await subscribed(account, fields, ofCustomer);
      await change(0.5, { quantity: 3 });
      expect(await prorations(account, customer)).toEqual([charge, credit]);
    }
  });

  test.each<[keyof typeof COUPONS, charge: number]>([
    ['half', 7500],
    ['months', 7500],
    ['fifty', 12_500],
    ['all', 0],
    ['once', 7500],
  ])('with the coupon %j from then on', async (coupon, charge) => {
    const account = await opened();
    const first = await subscribed(account);
    await account.call('POST', `/v1/customers/${first.customer}`, { coupon });
    await first.change(0.5, { quantity: 3 });
    const second = await subscribed(account);
    await second.change(0.5, { quantity: 3, coupon });
    for (const { customer } of [first, second]) {
      expect(await prorations(account, customer)).toEqual([charge, -10_000]);
    }
  });

  test('with one coupon for the customer and another for the subscription, which counts alone', async () => {
    const account = await opened();
    const { customer, change } = await subscribed(account, { coupon: 'week' }, { coupon: 'half' });
    await change(0.5, { quantity: 3 });
    expect(await prorations(account, customer)).toEqual([11_250, -7500]);
  });

  test('and the invoice taxes what comes of it', async () => {
    const account = await opened();
    const { customer, id, change } = await subscribed(account, { tax_percent: 10, coupon: 'half' });
    await change(0.5, { quantity: 3 });
    const invoice = await account.call('POST', '/v1/invoices', { customer, subscription: id });
    expect(invoice).toMatchObject({ subtotal: 2500, tax: 250, total: 2750 });
  });
});

describe('a credit is for what was owed', () => {
  test('also after the discount has ended, and for what was prorated with it', async () => {
    const account = await opened();
    const { id, customer, change } = await subscribed(account, { coupon: 'half' });
    await change(0.5, { quantity: 3 });
    await account.call('DELETE', `/v1/subscriptions/${id}/discount`);
    await change(0.75, { quantity: 1 });
    expect(await prorations(account, customer)).toEqual([7500, -5000, 2500, -3750]);
  });

  test('by the next period, when that was billed without the discount', async () => {
    const account = await opened();
    const { id, customer, end } = await subscribed(account, { coupon: 'once' });
    await reach(account, end);
    await account.call('POST', `/v1/subscriptions/${id}`, { quantity: 1, proration_date: end + 14 * DAY });
    expect(await prorations(account, customer)).toEqual([5000, -10_000]);
  });

  test('when a change that is not prorated has asked for nothing', async () => {
    const account = await opened();
    const { customer, change } = await subscribed(account, { coupon: 'half' });
    await change(0.25, { quantity: 4, coupon: 'week', prorate: false });
    await change(0.5, { quantity: 1 });
    expect(await prorations(account, customer)).toEqual([3750, -10_000]);
  });

  test('when another interval begins a new period, and when a trial does', async () => {
    const account = await opened();
    const toYear = await subscribed(account, { coupon: 'half' });
    await toYear.change(0.5, { plan: 'year' });
    const [, invoice] = await invoicesOf(account, toYear.customer);
    expect(invoice).toMatchObject({ subtotal: 95_000, total: 45_000, paid: true });
    const toTrial = await subscribed(account, { coupon: 'fifty' });
    await toTrial.change(0.5, { trial_end: toTrial.end });
    const [, credit] = await invoicesOf(account, toTrial.customer);
    expect(credit).toMatchObject({ total: -7500 });
  });

  test('and never after a trial, for which nothing was owed', async () => {
    const account = await opened();
    const trial_end = (await account.call('POST', '/_sandbox/clock', { advance: 0 })).now + 28 * DAY;
    const { customer, change } = await subscribed(account, { coupon: 'half', trial_end });
    await change(0.5, { quantity: 3 });
    expect(await prorations(account, customer)).toEqual([]);
    await change(0.5, { trial_end: 'now' });
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ subtotal: 30_000, total: 15_000 });
  });

  test('and is dropped with the charge when the subscription is canceled', async () => {
    const account = await opened();
    const { id, customer, change } = await subscribed(account, { coupon: 'half' });
    await change(0.5, { quantity: 3 });
    await account.call('DELETE', `/v1/subscriptions/${id}`);
    expect(await prorations(account, customer)).toEqual([]);
    expect(await refusal(account.call('POST', '/v1/invoices', { customer }))).toMatchObject({ status: 400 });
  });
});

describe('a preview', () => {
  test.each([
    ['half', '', {}],
    ['', 'fifty', {}],
    ['half', 'week', {}],
    ['half', 'week', { plan: 'plus' }],
    ['half', 'once', { plan: 'year' }],
  ])(
    'of a subscription with %j and the coupon %j is what happens: %j',
    async (before, coupon, more: Loose) => {
      const account = await opened();
      const { id, customer, change, end } = await subscribed(
        account,
        before === '' ? {} : { coupon: before },
      );
      const changes = { quantity: 3, ...more };
      const start = end - 28 * DAY;
      const preview = await account.call('GET', '/v1/invoices/upcoming', {
        customer,
        subscription: id,
        subscription_quantity: changes.quantity,
        subscription_plan: changes.plan,
        subscription_proration_date: start + 14 * DAY,
        ...(coupon !== '' && { coupon }),
      });
      await change(0.5, { ...changes, ...(coupon !== '' && { coupon }) });
      if (changes.plan !== 'year') {
        await reach(account, end);
      }
      const [, invoice] = await invoicesOf(account, customer);
      const amounts = ({ subtotal, tax, total, lines }: Loose) => ({
        subtotal,
        tax,
        total,
        lines: lines.data.map(({ amount, description }: Loose) => [amount, description]),
      });
      expect(amounts(invoice)).toEqual(amounts(preview));
    },
  );

  test('shows the discount of the customer where that of the coupon ends before the invoice', async () => {
    const account = await opened();
    await makePlan(account, { id: 'monthly' });
    const month = { id: 'month', percent_off: 20, duration: 'repeating', duration_in_months: 1 };
    await account.call('POST', '/v1/coupons', month);
    const { id, customer, end } = await subscribed(account, { plan: 'monthly' }, { coupon: 'half' });
    const preview = await account.call('GET', '/v1/invoices/upcoming', { customer, coupon: 'month' });
    expect(preview).toMatchObject({ total: 1000, discount: { coupon: { id: 'half' } } });
    await account.call('POST', `/v1/subscriptions/${id}`, { coupon: 'month' });
    await reach(account, end);
    const [, invoice] = await invoicesOf(account, customer);
    expect(invoice).toMatchObject({ total: 1000, discount: { coupon: { id: 'half' } } });
  });

  test('without any coupon shows prorations without it', async () => {
    const account = await opened();
    const { id, customer, end } = await subscribed(account, { coupon: 'half' });
    const preview = await account.call('GET', '/v1/invoices/upcoming', {
      customer,
      subscription: id,
      subscription_quantity: 3,
      subscription_proration_date: end - 14 * DAY,
      coupon: '',
    });
    expect(preview.lines.data.map(({ amount }: Loose) => amount)).toEqual([-5000, 15_000, 30_000]);
    expect(preview.total).toBe(40_000);
  });
});
