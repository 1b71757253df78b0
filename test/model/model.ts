/** The model: whatever a business does in whatever order, its money adds up. */
import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { loadApi } from '#sandbox/server/load.ts';
import type { Reply } from '../helpers/api.ts';
import { type Books, booksOf, checkLedgers, discountsOf } from '../helpers/ledger.ts';
import { BILLING_STEPS, COUPONS, PLANS } from './billing-steps.ts';
import { type Business, DAY, type Expected, openBusiness, Refused } from './business.ts';
import { Dice, type Step } from './dice.ts';
import { ORDER_STEPS } from './order-steps.ts';
import { PAYMENT_STEPS } from './payment-steps.ts';

const STEPS: Readonly<Record<string, Step>> = { ...PAYMENT_STEPS, ...BILLING_STEPS, ...ORDER_STEPS };

/** How often a step is taken; the others 4 times, so that they find the same customers and goods again. */
const WEIGHTS: Readonly<Record<string, number>> = {
  customer: 2,
  deleteCustomer: 1,
  chargeBitcoin: 2,
  sku: 2,
  transferToRecipient: 2,
};
const NAMES = Object.keys(STEPS).flatMap((name) => Array<string>(WEIGHTS[name] ?? 4).fill(name));

/** Long enough for all retries, disputes and periods that a sequence has begun to come to something. */
const AFTERWARDS = 70 * DAY;

/** A run of the model. */
export interface ModelRun {
  /** How many sequences. */
  readonly sequences: number;
  readonly seed: number;
  /** How many steps are in a sequence at most. */
  readonly steps?: number;
  /** Where in the run a failure was found, to run that sequence alone. */
  readonly path?: string;
}

/** How often each step was carried out, and how often it was refused. */
export type Counts = Record<string, { done: number; refused: number }>;

/**
 * Runs random sequences of steps, each in a sandbox of its own, and checks the money after each.
 * @throws {Error} with the shortest sequence found after which something does not add up
 */
export async function runModel({ sequences, seed, steps = 100, path }: ModelRun): Promise<Counts> {
  const registry = await loadApi();
  const counts: Counts = Object.fromEntries(
    Object.keys(STEPS).map((name) => [name, { done: 0, refused: 0 }]),
  );
  const step = fc.record({
    name: fc.constantFrom(...NAMES),
    numbers: fc.array(fc.nat(999), { minLength: 20, maxLength: 20 }),
  });
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: steps, size: 'max' }),
    async (sequence) => {
      const business = await openBusiness(registry);
      await begin(business);
      for (const { name, numbers } of sequence) {
        const isDone = await take(STEPS[name]!, business, numbers);
        counts[name]![isDone ? 'done' : 'refused'] += 1;
      }
      await check(business);
      await business.platform.post('/_sandbox/clock', { advance: AFTERWARDS });
      await check(business);
    },
  );
  await fc.assert(property, { numRuns: sequences, seed, ...(path && { path }) });
  return counts;
}

/** What sequences find there, so that steps have something to work with from the beginning. */
async function begin(business: Business): Promise<void> {
  const { platform, account } = business;
  for (const plan of PLANS) {
    await platform.post('/v1/plans', { currency: 'usd', name: plan.id, ...plan });
  }
  for (const coupon of COUPONS) {
    await platform.post('/v1/coupons', coupon);
  }
  for (const api of [platform, account]) {
    await api.post('/v1/charges', { amount: 3000, currency: 'usd', source: 'tok_bypassPending' });
  }
  await take(BILLING_STEPS['customer']!, business, []);
  await take(BILLING_STEPS['subscribe']!, business, [0, 1, 2]);
  await take(ORDER_STEPS['sku']!, business, [1, 250, 0, 10]);
  await take(ORDER_STEPS['order']!, business, [0, 0, 2]);
}

/** Takes a step, and says whether it was carried out or refused. */
async function take(step: Step, business: Business, numbers: readonly number[]): Promise<boolean> {
  try {
    await step(business, new Dice(numbers));
    return true;
  } catch (error) {
    if (error instanceof Refused && [400, 402, 404].includes(error.status)) {
      return false;
    }
    throw error;
  }
}

async function check({ sandbox, expected }: Business): Promise<void> {
  checkLedgers(sandbox);
  const [root] = sandbox.accounts;
  const books = booksOf(sandbox, root!);
  checkPayments(books, booksOf(sandbox, root!.connected[0]!));
  checkCustomers(books, expected);
  checkGoods(books, expected);
  checkSubscriptions(books, expected);
}

/** What a platform sent to its account and took back is what the account got and gave back. */
function checkPayments({ transfer }: Books, { charge }: Books): void {
  const payments = charge.filter((one) => one.source_transfer !== null);
  const sent = transfer.filter((one) => one.destination_payment !== undefined);
  deepEqual(
    payments.map((one) => [one.id, one.amount, one.amount_refunded]),
    sent.map((one) => [one.destination_payment, one.amount, one.amount_reversed]),
    'payments and their transfers',
  );
}

/** A customer's balance is what was changed by hand, and what invoices left to it or took from it. */
function checkCustomers({ customer, invoice }: Books, { adjusted }: Expected): void {
  for (const { id, account_balance } of customer) {
    const settled = invoice.filter((one) => one.customer === id && one.ending_balance !== null);
    const change = sum(settled.map((one) => one.ending_balance - one.starting_balance));
    deepEqual(account_balance, (adjusted.get(id) ?? 0) + change, `the balance of ${id}`);
  }
}

/** SKUs cost their price, and are in stock as they were sold and returned. */
function checkGoods({ order, order_return, sku }: Books, { skus, unsent }: Expected): void {
  for (const { id, items } of order) {
    for (const { type, parent, quantity, amount } of items) {
      ok(type !== 'sku' || amount === skus.get(parent)!.price * quantity, `the price of ${parent} in ${id}`);
    }
  }
  const paid = order.filter((one) => one.status_transitions?.paid);
  const back = order_return.filter((one) => unsent.has(one.id));
  for (const { id, inventory } of sku) {
    const { quantity } = skus.get(id)!;
    const left = quantity === null ? null : quantity - countOf(paid, id) + countOf(back, id);
    deepEqual(inventory.quantity, left, `the stock of ${id}`);
  }
}

const countOf = (orders: readonly Reply[], sku: string) =>
  sum(orders.flatMap(({ items }) => items.map((one: Reply) => (one.parent === sku ? one.quantity : 0))));

/** Nobody gets back more for a subscription than what was asked for it, but for what rounding brings. */
function checkSubscriptions({ invoice, invoiceitem, subscription }: Books, { unprorated }: Expected): void {
  for (const { id } of subscription) {
    const prorations = invoiceitem.filter((one) => one.proration && one.subscription === id);
    const periods = invoice.flatMap((one) =>
      one.lines
        .filter((line: Reply) => line.type === 'subscription' && line.id === id)
        .map((line: Reply) => line.amount - discountsOf({ ...one, lines: [line] })[0]!),
    );
    const asked = sum(periods) + sum(prorations.map(({ amount }) => amount));
    ok(unprorated.has(id) || asked >= -prorations.length, `for ${id}, ${asked} was asked`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
