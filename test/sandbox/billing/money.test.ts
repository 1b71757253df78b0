import { describe, expect, test } from '@jest/globals';
import { Random } from '#sandbox/engine/random.ts';
import { type Loose, refusal, type TestAccount } from '../helpers.ts';
import { billingSandbox, DAY, DECLINED, giveCard, HOUR, makeCustomer, makePlan } from './helpers.ts';

const sandbox = billingSandbox();

/** Everything of a kind, oldest first. */
async function all({ call }: TestAccount, path: string, parameters: object = {}): Promise<Loose[]> {
  const found: Loose[] = [];
  for (let more = true; more; ) {
    const cursor = found.length === 0 ? {} : { starting_after: found.at(-1).id };
    const { data, has_more } = await call('GET', path, { limit: 100, ...parameters, ...cursor });
    found.push(...data);
    more = has_more;
  }
  return found.reverse();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Rounds halves away from zero. */
const rounded = (amount: number): number => Math.sign(amount) * Math.round(Math.abs(amount));

/** What an invoice must come to, reckoned from its lines; the smallest charge is 50 cents. */
function expected({ lines, discount, tax_percent, starting_balance }: Loose) {
  const subtotal = sum(lines.map(({ amount }: Loose) => amount));
  const discountable = lines.filter((line: Loose) => line.discountable).map(({ amount }: Loose) => amount);
  const base = Math.max(0, sum(discountable));
  const { percent_off = 0, amount_off = 0 } = discount?.coupon ?? {};
  const off = amount_off === null ? rounded((base * percent_off) / 100) : Math.min(base, amount_off);
  const tax = tax_percent === null ? null : rounded(((subtotal - off) * tax_percent) / 100);
  const total = subtotal - off + (tax ?? 0);
  const due = total + starting_balance;
  return { subtotal, tax: tax === null ? null : tax + 0, total, amount_due: due < 50 ? 0 : due };
}

/** Checks that all the money of an account is accounted for. `given` is what customers began with. */
async function checkMoney(account: TestAccount, given: ReadonlyMap<string, number>): Promise<Loose[]> {
  const [invoices, items, charges, transactions] = await Promise.all([
    all(account, '/v1/invoices'),
    all(account, '/v1/invoiceitems'),
    all(account, '/v1/charges'),
    all(account, '/v1/balance/history'),
  ]);
  for (const invoice of invoices) {
    const { lines, ...fields } = invoice;
    const { data, total_count } = lines.has_more
      ? { data: await all(account, lines.url), total_count: lines.total_count }
      : lines;
    expect(data).toHaveLength(total_count);
    expect(fields).toMatchObject(expected({ ...fields, lines: data }));
    const { amount_due, ending_balance, starting_balance, total, attempted } = fields;
    expect(ending_balance === null).toBe(!attempted);
    if (attempted) {
      expect(amount_due + ending_balance).toBe(total + starting_balance);
    }
    const own = items.filter((item) => item.invoice === invoice.id);
    const onLines = data.filter(({ type }: Loose) => type === 'invoiceitem');
    expect(onLines.map(({ id, amount }: Loose) => `${id} ${amount}`).sort()).toEqual(
      own.map(({ id, amount }) => `${id} ${amount}`).sort(),
    );
    const succeeded = charges.filter((charge) => charge.invoice === invoice.id && charge.paid);
    const isCharged = invoice.paid && amount_due > 0;
    expect(succeeded.map(({ id, amount, customer }) => ({ id, amount, customer }))).toEqual(
      isCharged ? [{ id: invoice.charge, amount: amount_due, customer: invoice.customer }] : [],
    );
    expect(invoice.next_payment_attempt === null || !invoice.closed).toBe(true);
  }
  for (const [id, balance] of given) {
    const attempted = invoices.filter((one) => one.customer === id && one.attempted);
    const moved = sum(attempted.map((one) => one.ending_balance - one.starting_balance));
    expect((await account.call('GET', `/v1/customers/${id}`)).account_balance).toBe(balance + moved);
  }
  const paid = invoices.filter((invoice) => invoice.paid).map(({ amount_due }) => amount_due);
  const moved = transactions.filter(({ type }) => type === 'charge').map(({ amount }) => amount);
  expect(sum(moved)).toBe(sum(paid));
  const { available, pending } = await account.call('GET', '/v1/balance');
  expect(sum([...available, ...pending].map(({ amount }: Loose) => amount))).toBe(
    sum(transactions.map(({ net }) => net)),
  );
  return invoices;
}

describe('a year of random events adds up', () => {
  test.each(['socks', 'and', 'more'])('with the seed %s', async (seed) => {
    const random = new Random(seed);
    const below = (limit: number) => Math.floor(random.number() * limit);
    const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
    const account = sandbox.open();
    const { call } = account;

    for (const [id, fields] of Object.entries({
      week: { amount: 333, interval: 'week' },
      month: { amount: 1999 },
      gold: { amount: 4900, trial_period_days: 5 },
      year: { amount: 30_000, interval: 'year' },
      free: { amount: 0 },
      penny: { amount: 17, interval: 'week', interval_count: 2 },
    })) {
      await makePlan(account, { id, ...fields });
    }
    await call('POST', '/v1/coupons', { id: 'THIRD', percent_off: 33, duration: 'forever' });
    await call('POST', '/v1/coupons', { id: 'ONCE', amount_off: 1500, currency: 'usd', duration: 'once' });
    const quarter = { percent_off: 100, duration: 'repeating', duration_in_months: 3 };
    await call('POST', '/v1/coupons', { id: 'QUARTER', ...quarter });

    const plans = ['week', 'month', 'gold', 'year', 'free', 'penny'];
    const coupons = ['THIRD', 'ONCE', 'QUARTER'];
    const cards = [undefined, undefined, '4242424242424242', DECLINED];
    const given = new Map<string, number>();
    for (const account_balance of [0, -2500, 900]) {
      const { id } = await makeCustomer(account, undefined, { account_balance });
      given.set(id, account_balance);
    }

    const anyOf = async (path: string, parameters: object): Promise<string> => {
      const { data } = await call('GET', path, { limit: 20, ...parameters });
      return data.length === 0 ? 'none' : pick<Loose>(data).id;
    };
    const events: ((customer: string) => Promise<unknown>)[] = [
      (customer) =>
        call('POST', '/v1/subscriptions', {
          customer,
          plan: pick(plans),
          quantity: 1 + below(3),
          ...(below(3) === 0 && { tax_percent: pick([8.25, 19, 0.5 + 0.5]) }),
          ...(below(4) === 0 && { coupon: pick(coupons) }),
        }),
      async (customer) =>
        call('POST', `/v1/subscriptions/${await anyOf('/v1/subscriptions', { customer })}`, {
          plan: pick(plans),
          ...(below(2) === 0 && { quantity: below(4) }),
          prorate: below(4) !== 0,
          ...(below(8) === 0 && { trial_end: 'now' }),
        }),
      async (customer) =>
        call('POST', `/v1/subscriptions/${await anyOf('/v1/subscriptions', { customer })}`, {
          quantity: below(5),
        }),
      async (customer) =>
        call('DELETE', `/v1/subscriptions/${await anyOf('/v1/subscriptions', { customer })}`, {
          at_period_end: below(2) === 0,
        }),
      (customer) =>
        call('POST', '/v1/invoiceitems', { customer, amount: below(4000) - 1000, currency: 'usd' }),
      async (customer) =>
        call('POST', `/v1/invoiceitems/${await anyOf('/v1/invoiceitems', { customer })}`, {
          amount: below(3000) - 500,
        }),
      async (customer) => call('DELETE', `/v1/invoiceitems/${await anyOf('/v1/invoiceitems', { customer })}`),
      (customer) => call('POST', '/v1/invoices', { customer, tax_percent: pick([0, 10, 7.775]) }),
      async (customer) => call('POST', `/v1/invoices/${await anyOf('/v1/invoices', { customer })}/pay`),
      async (customer) =>
        call('POST', `/v1/invoices/${await anyOf('/v1/invoices', { customer })}`, {
          ...pick<object>([{ closed: true }, { closed: false }, { forgiven: true }, { tax_percent: 12.5 }]),
        }),
      async (customer) =>
        call('POST', '/v1/invoiceitems', {
          customer,
          amount: below(900),
          currency: 'usd',
          invoice: await anyOf('/v1/invoices', { customer }),
        }),
      (customer) => call('POST', `/v1/customers/${customer}`, { coupon: pick(coupons) }),
      (customer) => call('DELETE', `/v1/customers/${customer}/discount`),
      (customer) => giveCard(account, customer, pick(cards)),
      (customer) => call('GET', '/v1/invoices/upcoming', { customer, subscription_plan: pick(plans) }),
    ];

    const customers = [...given.keys()];
    const refusals = new Set<number>();
    for (let week = 0; week < 52; week += 1) {
      for (const customer of [...customers, ...customers]) {
        try {
          await pick(events)(customer);
        } catch (error) {
          refusals.add((await refusal(Promise.reject(error))).status);
        }
      }
      await account.advance(7 * DAY - 3 * HOUR + below(6 * HOUR));
    }
    expect([...refusals].filter((status) => ![400, 402, 404].includes(status))).toEqual([]);
    const invoices = await checkMoney(account, given);
    const isCharged = ({ paid, amount_due }: Loose) => paid && amount_due > 0;
    expect(invoices.filter(isCharged).length).toBeGreaterThan(10);
    expect(invoices.filter((invoice) => !isCharged(invoice)).length).toBeGreaterThan(10);
    await account.advance(40 * DAY);
    await checkMoney(account, given);
  });
});
