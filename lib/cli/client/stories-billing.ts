/** A story about plans, coupons, subscriptions and invoices. */
import * as coupons from '#lib/operations/coupons.ts';
import * as customers from '#lib/operations/customers.ts';
import * as discounts from '#lib/operations/discounts.ts';
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import * as invoices from '#lib/operations/invoices.ts';
import * as plans from '#lib/operations/plans.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import type { Recorder } from './recorder.ts';

/** Creates each of them, advances the clock by months, and retrieves them again. */
export async function billing({ call, advance }: Recorder): Promise<void> {
  const { id: customer } = await call(customers.create, { source: 'tok_visa', email: 'jenny@example.com' });
  const terms = { currency: 'usd', interval: 'month', name: 'Gold' } as const;
  await call(plans.create, {
    ...terms,
    id: 'gold',
    amount: 2000,
    statement_descriptor: 'GOLD',
    metadata: { a: 'b' },
  });
  await call(plans.create, { ...terms, id: 'silver', amount: 1000, trial_period_days: 7 });
  const percent = await call(coupons.create, {
    id: 'THIRD',
    duration: 'repeating',
    duration_in_months: 3,
    percent_off: 30,
    max_redemptions: 9,
    redeem_by: 2_000_000_000,
    metadata: { a: 'b' },
  });
  const amount = await call(coupons.create, {
    id: 'FIVE',
    duration: 'forever',
    amount_off: 500,
    currency: 'usd',
  });
  const gold = await call(subscriptions.create, {
    customer,
    plan: 'gold',
    coupon: percent.id,
    quantity: 2,
    tax_percent: 8.5,
    metadata: { a: 'b' },
  });
  const silver = await call(subscriptions.create, { customer, plan: 'silver' });
  await call(customers.update, { customer, coupon: amount.id });
  await call(discounts.retrieveCustomerDiscount, { customer });
  const item = { customer, amount: 2500, currency: 'usd', description: 'Setup' } as const;
  await call(invoiceItems.create, { ...item, subscription: gold.id, metadata: { a: 'b' } });
  await call(subscriptions.update, { subscription: gold.id, plan: 'gold', quantity: 3 });
  await call(invoices.upcoming, { customer });
  await call(invoiceItems.create, item);
  await call(invoiceItems.create, { customer, amount: 100, currency: 'usd' });
  const invoice = await call(invoices.create, {
    customer,
    description: 'Extras',
    statement_descriptor: 'EXTRAS',
    metadata: { a: 'b' },
  });
  await call(invoices.lines, { invoice: invoice.id });
  await call(invoices.pay, { invoice: invoice.id });
  await advance(40 * DAY);
  const declining = await call(customers.create, { source: 'tok_visa' });
  const failing = await call(subscriptions.create, { customer: declining.id, plan: 'gold' });
  await call(customers.update, { customer: declining.id, source: 'tok_chargeCustomerFail' });
  await advance(60 * DAY);
  await call(subscriptions.retrieve, { subscription: failing.id });
  await call(customers.retrieve, { customer: declining.id });
  await call(invoices.list, { limit: 100 });
  await call(invoiceItems.list, { limit: 100 });
  await call(subscriptions.cancel, { subscription: silver.id, at_period_end: true });
  await call(subscriptions.cancel, { subscription: gold.id });
  await call(subscriptions.list, { status: 'all', limit: 100 });
  await call(discounts.deleteCustomerDiscount, { customer });
  await call(customers.list, {});
  await call(plans.list, {});
  await call(coupons.list, {});
  await call(plans.del, { plan: 'silver' });
  await call(coupons.del, { coupon: amount.id });
}
