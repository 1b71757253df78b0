/** Steps with plans, coupons, customers, subscriptions, invoice items and invoices. */
import { deepEqual } from 'node:assert/strict';
import type { Api, Reply } from '../helpers/api.ts';
import { type Business, DAY } from './business.ts';
import type { Dice, Step } from './dice.ts';

/** What there is from the beginning. */
export const PLANS = [
  { id: 'gold', amount: 1000, interval: 'month' },
  { id: 'plus', amount: 3333, interval: 'month' },
  { id: 'week', amount: 250, interval: 'week' },
  { id: 'free', amount: 0, interval: 'month' },
  { id: 'trial', amount: 700, interval: 'month', trial_period_days: 5 },
];
export const COUPONS = [
  { id: 'half', percent_off: 50, duration: 'forever' },
  { id: 'once', percent_off: 30, duration: 'once' },
  { id: 'onceOff', amount_off: 150, currency: 'usd', duration: 'once' },
  { id: 'little', amount_off: 777, currency: 'usd', duration: 'forever' },
  { id: 'months', percent_off: 33, duration: 'repeating', duration_in_months: 2 },
  { id: 'all', percent_off: 100, duration: 'repeating', duration_in_months: 1, max_redemptions: 3 },
];

const of = (customer: string) => (one: Reply) => one.customer === customer;
const plan = (dice: Dice) => dice.pick(PLANS).id;
const coupon = (dice: Dice) => dice.pick(COUPONS).id;
/** A good card, and one that can be attached but not charged. */
const CARDS = ['4242424242424242', '4242424242424242', '4000000000000341'];
const card = (dice: Dice) => ({
  object: 'card',
  number: dice.pick(CARDS),
  exp_month: 12,
  exp_year: 2040,
  cvc: '123',
});

/** What an invoice and its preview must have in common. */
const contents = ({ subtotal, tax, total, lines, discount }: Reply) => ({
  subtotal,
  tax,
  total,
  coupon: discount?.coupon.id,
  lines: lines.data.map(({ amount, description, period }: Reply) => [amount, description, period]),
});

/** Changes a subscription, and checks that it comes to what its preview said. */
async function changeAsPreviewed(api: Api, { id, customer }: Reply, changes: Changes): Promise<void> {
  const { coupon: applied, ...changed } = changes;
  const assumed = Object.fromEntries(
    Object.entries(changed).map(([name, value]) => [`subscription_${name}`, value]),
  );
  const upcoming = (fields: object) =>
    api.get('/v1/invoices/upcoming', { customer, subscription: id, ...fields }).catch(() => undefined);
  const preview = await upcoming({ ...assumed, ...(applied && { coupon: applied }) });
  const after = await api.post(`/v1/subscriptions/${id}`, changes);
  if (preview === undefined) {
    return;
  }
  const isNewPeriod = preview.date <= after.current_period_start && after.status !== 'canceled';
  const [newest] = (await api.get('/v1/invoices', { customer, limit: 1 })).data;
  const made = isNewPeriod ? newest : await upcoming({});
  // A coupon that counts once is gone from what is previewed next when this invoice has used it up.
  deepEqual(made && contents(made), contents(preview), 'a change comes to what its preview said');
}

interface Changes {
  readonly coupon?: string;
  readonly [field: string]: unknown;
}

async function changeSubscription({ platform, expected }: Business, dice: Dice): Promise<void> {
  const current = await dice.oneOf(platform, '/v1/subscriptions');
  const { now } = await platform.post('/_sandbox/clock', { advance: 0 });
  const changes: Record<string, unknown> = {
    ...dice.maybe(2, { quantity: dice.roll(5) }),
    ...dice.maybe(2, { plan: plan(dice) }),
    ...dice.maybe(4, { coupon: coupon(dice) }),
    ...dice.maybe(6, { trial_end: dice.oneIn(2) ? 'now' : now + (1 + dice.roll(20)) * DAY }),
    ...dice.maybe(6, { prorate: false }),
  };
  const earliest = Math.max(current.current_period_start, current.start);
  if (changes['prorate'] !== false && dice.oneIn(3)) {
    changes['proration_date'] = now - Math.min(now - earliest, dice.roll(1000) * 60);
  }
  if (changes['prorate'] === false) {
    expected.unprorated.add(current.id);
  }
  await changeAsPreviewed(platform, current, changes);
}

export const BILLING_STEPS: Readonly<Record<string, Step>> = {
  customer: ({ platform }, dice) =>
    platform.post('/v1/customers', { source: card(dice), ...dice.maybe(3, { coupon: coupon(dice) }) }),
  changeCustomer: async ({ platform, expected }, dice) => {
    const { id, account_balance: before } = await dice.oneOf(platform, '/v1/customers');
    const balance = dice.oneIn(2) ? { account_balance: 500 - dice.roll(1000) } : {};
    // A new source may have invoices paid from the balance at once, so it is given alone.
    const changes = 'account_balance' in balance ? balance : dice.maybe(2, { source: card(dice) });
    await platform.post(`/v1/customers/${id}`, { ...changes, ...dice.maybe(3, { coupon: coupon(dice) }) });
    const { account_balance: after = before } = balance as { account_balance?: number };
    expected.adjusted.set(id, (expected.adjusted.get(id) ?? 0) + after - before);
  },
  deleteCustomer: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/customers');
    return platform.del(`/v1/customers/${id}`);
  },
  subscribe: async ({ platform }, dice) => {
    const { id: customer } = await dice.oneOf(platform, '/v1/customers');
    return platform.post('/v1/subscriptions', {
      customer,
      plan: plan(dice),
      quantity: 1 + dice.roll(4),
      ...dice.maybe(3, { coupon: coupon(dice) }),
      ...dice.maybe(4, { tax_percent: dice.pick([8.5, 19]) }),
    });
  },
  changeSubscription,
  // Changes are what prorates, so they happen more often.
  changeAgain: changeSubscription,
  cancel: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/subscriptions');
    return platform.del(`/v1/subscriptions/${id}`, dice.maybe(2, { at_period_end: true }));
  },
  removeDiscount: async ({ platform }, dice) => {
    const kind = dice.pick(['subscriptions', 'customers']);
    const { id } = await dice.oneOf(platform, `/v1/${kind}`, ({ discount }) => discount !== null);
    return platform.del(`/v1/${kind}/${id}/discount`);
  },
  item: async ({ platform }, dice) => {
    const { id: customer } = await dice.oneOf(platform, '/v1/customers');
    const { id: subscription } = await dice.oneOf(platform, '/v1/subscriptions', of(customer));
    const { id: invoice } = await dice.oneOf(
      platform,
      '/v1/invoices',
      (one) => of(customer)(one) && !one.closed,
    );
    return platform.post('/v1/invoiceitems', {
      customer,
      amount: 600 - dice.roll(1000),
      currency: 'usd',
      ...(dice.oneIn(3) && { subscription }),
      ...(dice.oneIn(3) && { invoice }),
      ...dice.maybe(4, { discountable: dice.oneIn(2) }),
    });
  },
  changeItem: async ({ platform }, dice) => {
    const { id, proration } = await dice.oneOf(platform, '/v1/invoiceitems', (one) => !one.proration);
    if (proration) {
      return undefined;
    }
    return dice.oneIn(3)
      ? platform.del(`/v1/invoiceitems/${id}`)
      : platform.post(`/v1/invoiceitems/${id}`, { amount: 500 - dice.roll(900) });
  },
  invoice: async ({ platform }, dice) => {
    const { customer } = await dice.oneOf(platform, '/v1/invoiceitems', ({ invoice }) => invoice === null);
    const { id: subscription } = await dice.oneOf(platform, '/v1/subscriptions', of(customer));
    return platform.post('/v1/invoices', {
      customer,
      ...(dice.oneIn(3) && { subscription }),
      ...dice.maybe(3, { tax_percent: dice.pick([7, 20.5]) }),
    });
  },
  changeInvoice: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/invoices', ({ paid }) => !paid);
    return platform.post(
      `/v1/invoices/${id}`,
      dice.pick([{ closed: true }, { closed: false }, { forgiven: true }, { tax_percent: 5 }]),
    );
  },
  payInvoice: async ({ platform }, dice) => {
    const { id } = await dice.oneOf(platform, '/v1/invoices', ({ closed }) => !closed);
    return platform.post(`/v1/invoices/${id}/pay`);
  },
  refundInvoice: async ({ platform }, dice) => {
    const { charge } = await dice.oneOf(platform, '/v1/invoices', (one) => one.charge !== null);
    return platform.post('/v1/refunds', { charge: charge ?? 'none', ...dice.maybe(2, { amount: 20 }) });
  },
};
