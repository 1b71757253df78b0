/** The responses of the REST API: all kinds of objects, as the sandbox returns them at the RAML's version. */
import * as accounts from '#lib/operations/accounts.ts';
import * as balance from '#lib/operations/balance.ts';
import * as charges from '#lib/operations/charges.ts';
import * as coupons from '#lib/operations/coupons.ts';
import * as subscriptions from '#lib/operations/customer-subscriptions.ts';
import * as customers from '#lib/operations/customers.ts';
import * as disputes from '#lib/operations/disputes.ts';
import * as events from '#lib/operations/events.ts';
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import * as invoices from '#lib/operations/invoices.ts';
import * as plans from '#lib/operations/plans.ts';
import * as recipients from '#lib/operations/recipients.ts';
import * as tokens from '#lib/operations/tokens.ts';
import * as transfers from '#lib/operations/transfers.ts';
import { RAML_VERSION } from '#lib/surfaces/rest/rest.ts';
import { type Call, kindsRecorder } from '#lib/surfaces/shared/manifest/kinds.ts';

/** Records the kinds. */
export const readKinds = kindsRecorder(RAML_VERSION, callAll);

/** Creates one object of every kind and reads it. */
async function callAll(call: Call): Promise<void> {
  const number = '4242424242424242';
  const card = {
    number,
    exp_month: 12,
    exp_year: 2020,
    cvc: '123',
    address_zip: '94111',
    name: 'Jenny Rosen',
  };
  await call(tokens.create, { card });
  const gold = { name: 'Gold', amount: 2000, currency: 'usd', interval: 'month' } as const;
  await call(plans.create, { id: 'gold', ...gold });
  await call(plans.create, { id: 'trial', ...gold, trial_period_days: 30 });
  await call(coupons.create, { id: '25OFF', percent_off: 25, duration: 'repeating', duration_in_months: 3 });
  const { id: customer } = await call(customers.create, {
    card,
    coupon: '25OFF',
    description: 'Jenny Rosen',
    email: 'jenny@example.com',
    plan: 'gold',
  });
  await call(subscriptions.updateOnly, { customer, plan: 'gold', quantity: 2 });
  await call(invoiceItems.create, { customer, amount: 500, currency: 'usd', description: 'Socks' });
  const { id: invoice } = await call(invoices.create, { customer });
  await call(invoices.pay, { invoice });
  const { id: charge } = await call(charges.create, { amount: 500, currency: 'usd', card });
  await call(charges.refund, { charge, amount: 200 });
  const disputed = await call(charges.create, { amount: 500, currency: 'usd', card: 'tok_createDispute' });
  await call(disputes.updateOfCharge, { charge: disputed.id, evidence: 'She wears them.' });
  const { id: recipient } = await call(recipients.create, {
    bank_account: { country: 'US', routing_number: '110000000', account_number: '000123456789' },
    email: 'jenny@example.com',
    name: 'Jenny Rosen',
    tax_id: '000000000',
    type: 'individual',
  });
  const wages = { amount: 100, currency: 'usd', recipient, description: 'Wages' };
  const { id: transfer } = await call(transfers.create, wages);
  await call(invoices.upcoming, { customer });
  await call(accounts.retrieveOwn, {});
  await call(balance.retrieve, {});
  await call(balance.history, {});
  await call(charges.retrieve, { charge });
  await call(charges.retrieve, { charge: disputed.id });
  await call(customers.retrieve, { customer });
  await call(transfers.retrieve, { transfer });
  await call(events.list, { count: 100 });
  await call(customers.del, { customer });
}
