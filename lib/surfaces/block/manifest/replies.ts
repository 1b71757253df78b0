/**
 * Stripe's responses to blocks and sockets: all kinds of objects, as the sandbox returns them at their API version.
 */
import * as accounts from '#lib/operations/accounts.ts';
import * as applicationFees from '#lib/operations/application-fees.ts';
import * as balance from '#lib/operations/balance.ts';
import * as receivers from '#lib/operations/bitcoin-receivers.ts';
import * as charges from '#lib/operations/charges.ts';
import * as countrySpecs from '#lib/operations/country-specs.ts';
import * as coupons from '#lib/operations/coupons.ts';
import * as customers from '#lib/operations/customers.ts';
import * as disputes from '#lib/operations/disputes.ts';
import * as events from '#lib/operations/events.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import * as fileUploads from '#lib/operations/file-uploads.ts';
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import * as invoices from '#lib/operations/invoices.ts';
import { DESCRIBED_VERSION } from '#lib/operations/operation.ts';
import * as orders from '#lib/operations/orders.ts';
import * as plans from '#lib/operations/plans.ts';
import * as products from '#lib/operations/products.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as skus from '#lib/operations/skus.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import * as tokens from '#lib/operations/tokens.ts';
import * as reversals from '#lib/operations/transfer-reversals.ts';
import * as transfers from '#lib/operations/transfers.ts';
import { type Call, kindsRecorder } from '#lib/surfaces/shared/manifest/kinds.ts';

/** Records the kinds. */
export const readKinds = kindsRecorder(DESCRIBED_VERSION, async (call) => {
  await callPayments(call);
  await callBilling(call);
  await callOrders(call);
  await callConnect(call);
  await call(events.list, { limit: 100 });
});

const USD = { currency: 'usd' };

async function callPayments(call: Call): Promise<void> {
  const card = { number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '123', name: 'Jenny Rosen' };
  const token = await call(tokens.create, { card });
  await call(tokens.retrieve, { token: token.id });
  const { id: customer } = await call(customers.create, {
    source: token.id,
    description: 'Jenny Rosen',
    email: 'jenny@example.com',
  });
  const { id: charge } = await call(charges.create, { amount: 500, ...USD, customer });
  await call(refunds.create, { charge, amount: 200 });
  await call(charges.retrieve, { charge });
  const disputed = await call(charges.create, { amount: 500, ...USD, source: 'tok_createDispute' });
  await call(charges.retrieve, { charge: disputed.id });
  await call(disputes.list, {});
  const data = Buffer.from('%PDF-1.4 receipt');
  await call(fileUploads.create, {
    purpose: 'dispute_evidence',
    file: { name: 'receipt.pdf', type: 'application/pdf', data },
  });
  await call(receivers.create, { amount: 1000, ...USD, email: 'fill_now@example.com' });
  await call(balance.retrieve, {});
  await call(balance.history, {});
  await call(customers.del, { customer });
}

async function callBilling(call: Call): Promise<void> {
  await call(plans.create, { id: 'gold', name: 'Gold', amount: 2000, ...USD, interval: 'month' });
  await call(coupons.create, { id: '25OFF', percent_off: 25, duration: 'repeating', duration_in_months: 3 });
  const { id: customer } = await call(customers.create, { source: 'tok_visa', coupon: '25OFF' });
  const { id: subscription } = await call(subscriptions.create, { customer, plan: 'gold', quantity: 2 });
  await call(invoiceItems.create, { customer, amount: 500, ...USD, description: 'Socks' });
  const { id: invoice } = await call(invoices.create, { customer });
  await call(invoices.pay, { invoice });
  await call(invoices.lines, { invoice });
  await call(customers.retrieve, { customer });
  await call(subscriptions.cancel, { subscription });
}

async function callOrders(call: Call): Promise<void> {
  const { id: product } = await call(products.create, { name: 'Socks', attributes: ['size'] });
  const { id: sku } = await call(skus.create, {
    product,
    price: 700,
    ...USD,
    attributes: { size: 'M' },
    inventory: { type: 'finite', quantity: 5 },
  });
  const { id } = await call(orders.create, {
    ...USD,
    email: 'jenny@example.com',
    items: [{ type: 'sku', parent: sku, quantity: 2 }],
    shipping: {
      name: 'Jenny Rosen',
      address: { line1: '1 Main St', city: 'Anytown', country: 'US', postal_code: '12345' },
    },
  });
  await call(orders.pay, { id, source: 'tok_visa' });
  await call(orders.update, { id, status: 'fulfilled' });
  await call(orders.createReturn, { id, items: [{ type: 'sku', parent: sku }] });
  await call(products.retrieve, { id: product });
}

async function callConnect(call: Call): Promise<void> {
  const { id: account } = await call(accounts.create, { managed: true, country: 'US' });
  const bank = { country: 'US', ...USD, routing_number: '110000000', account_number: '000123456789' };
  await call(externalAccounts.create, {
    account,
    external_account: { object: 'bank_account', ...bank } as never,
  });
  await call(accounts.retrieve, { account });
  await call(countrySpecs.retrieve, { country: 'US' });
  const shared = { amount: 1000, ...USD, source: 'tok_visa', application_fee: 100 };
  await call(charges.create, shared, account);
  const fees = await call(applicationFees.list, {});
  const [fee] = fees['data'] as [{ id: string }];
  await call(feeRefunds.create, { id: fee.id, amount: 40 });
  await call(applicationFees.list, {});
  const card = { number: '4000000000000077', exp_month: 12, exp_year: 2030, cvc: '123' };
  await call(charges.create, { amount: 5000, ...USD, source: { object: 'card', ...card } });
  const wages = { amount: 400, ...USD, destination: account, description: 'Wages' };
  const { id: transfer } = await call(transfers.create, wages);
  await call(reversals.create, { id: transfer, amount: 100 });
  await call(transfers.retrieve, { transfer });
}
