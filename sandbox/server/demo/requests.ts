/** The requests that create what the demo account owns. The examples of parameters name these objects. */
import * as accounts from '#lib/operations/accounts.ts';
import * as bitcoinReceivers from '#lib/operations/bitcoin-receivers.ts';
import * as charges from '#lib/operations/charges.ts';
import * as coupons from '#lib/operations/coupons.ts';
import * as customers from '#lib/operations/customers.ts';
import * as disputes from '#lib/operations/disputes.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import * as fileUploads from '#lib/operations/file-uploads.ts';
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import * as invoices from '#lib/operations/invoices.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as orders from '#lib/operations/orders.ts';
import * as plans from '#lib/operations/plans.ts';
import * as products from '#lib/operations/products.ts';
import * as recipients from '#lib/operations/recipients.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as skus from '#lib/operations/skus.ts';
import { bankAccountFields } from '#lib/operations/source-fields.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import * as tokens from '#lib/operations/tokens.ts';
import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import * as transfers from '#lib/operations/transfers.ts';
import { exampleId, type Parameters } from '#lib/parameters/parameters.ts';
import type { Json } from '#sandbox/engine/resource.ts';

/** One request. */
export interface SeedRequest {
  readonly operation: Operation;
  readonly parameters: Json;
  /** The IDs of the objects that it creates, by the field `object`. IDs that are not listed are random. */
  readonly ids: Readonly<Record<string, string>>;
  /** The connected account that it is made for. */
  readonly connected?: string;
}

/** The example of one of an operation's parameters. */
function exampleOf<P extends Parameters>({ parameters }: Operation<P>, name: keyof P): string {
  return String(parameters[name]!.example);
}

const ACCOUNT = exampleId('acct');
const CUSTOMER = exampleId('cus');
const CHARGE = exampleId('ch');
const FEE = exampleId('fee');
const SUBSCRIPTION = exampleId('sub');
const TRANSFER = exampleId('tr');
const COUPON = exampleOf(coupons.create, 'id');
const PLAN = exampleOf(plans.retrieve, 'plan');
const RETURNED = 'or_14zjRT2eZvKYlo2C';
const [{ parent: ORDERED_SKU }] = orders.create.parameters.items.example as [{ parent: string }];

/** A bank account whose number Stripe documents for tests. */
const BANK_ACCOUNT = {
  country: 'US',
  currency: 'usd',
  account_number: bankAccountFields.account_number.example,
  routing_number: bankAccountFields.routing_number.example,
};

/** A card that is charged like any other; its money is available at once, so it can be transferred. */
const CARD = 'tok_bypassPending';

const CARD_NUMBER = tokens.create.parameters.card.example;

const PURCHASE = { amount: 2000, currency: 'usd', description: 'Order 6735' };

function request<P extends Parameters>(
  operation: Operation<P>,
  parameters: { readonly [K in keyof P]?: unknown },
  ids: SeedRequest['ids'] = {},
  connected?: string,
): SeedRequest {
  return {
    operation: operation as unknown as Operation,
    parameters,
    ids,
    ...(connected !== undefined && { connected }),
  };
}

/** An order of the example's SKU, by an ID. */
const order = (id: string) =>
  request(
    orders.create,
    {
      currency: 'usd',
      email: 'jenny@example.com',
      items: [{ type: 'sku', parent: ORDERED_SKU, quantity: 2 }],
    },
    { order: id },
  );

const PAYMENTS = [
  request(coupons.create, { id: COUPON, duration: 'once', percent_off: 25 }),
  request(
    customers.create,
    { description: 'Jenny Rosen', email: 'jenny@example.com', source: 'tok_visa' },
    { customer: CUSTOMER, card: exampleId('card') },
  ),
  request(charges.create, { amount: 100_000, currency: 'usd', source: CARD, description: 'Opening balance' }),
  request(
    charges.create,
    { ...PURCHASE, customer: CUSTOMER },
    { charge: CHARGE, balance_transaction: exampleId('txn'), event: exampleId('evt') },
  ),
  request(refunds.create, { charge: CHARGE, amount: 500 }, { refund: exampleId('re') }),
  request(
    charges.create,
    { ...PURCHASE, source: 'tok_visa', capture: false },
    { charge: exampleOf(charges.capture, 'charge') },
  ),
  request(
    charges.create,
    { ...PURCHASE, source: 'tok_createDispute' },
    { charge: exampleOf(disputes.updateOfCharge, 'charge'), dispute: exampleId('dp') },
  ),
  request(tokens.create, { card: CARD_NUMBER }, { token: exampleOf(tokens.retrieve, 'token') }),
  request(
    tokens.create,
    { bank_account: BANK_ACCOUNT },
    { token: exampleOf(recipients.create, 'bank_account') },
  ),
  request(
    fileUploads.create,
    { file: exampleOf(fileUploads.create, 'file'), purpose: 'business_logo' },
    { file_upload: exampleId('file') },
  ),
];

const BILLING = [
  request(plans.create, { id: PLAN, amount: 2000, currency: 'usd', interval: 'month', name: 'Gold Special' }),
  request(subscriptions.create, { customer: CUSTOMER, plan: PLAN }, { subscription: SUBSCRIPTION }),
  request(invoiceItems.create, { customer: CUSTOMER, amount: 1500, currency: 'usd', description: 'Setup' }),
  request(invoices.create, { customer: CUSTOMER }, { invoice: exampleId('in') }),
  request(
    invoiceItems.create,
    { customer: CUSTOMER, amount: 1000, currency: 'usd', description: 'Support' },
    { invoiceitem: exampleId('ii') },
  ),
  // The coupon is good for one invoice, so it is applied after the first ones.
  request(customers.update, { customer: CUSTOMER, coupon: COUPON }),
  request(subscriptions.update, { subscription: SUBSCRIPTION, coupon: COUPON }),
];

const CONNECT = [
  request(
    accounts.create,
    { managed: true, country: 'US', email: 'owner@example.com', external_account: BANK_ACCOUNT },
    { account: ACCOUNT },
  ),
  request(
    externalAccounts.create,
    { account: ACCOUNT, external_account: BANK_ACCOUNT },
    { bank_account: exampleId('ba') },
  ),
  request(
    externalAccounts.create,
    { account: ACCOUNT, external_account: 'tok_visa_debit' },
    { card: externalAccounts.EXAMPLE_CARD },
  ),
  request(
    charges.create,
    { ...PURCHASE, source: 'tok_visa', application_fee: 1000 },
    { application_fee: FEE },
    ACCOUNT,
  ),
  request(feeRefunds.create, { id: FEE, amount: 100 }, { fee_refund: exampleId('fr') }),
  request(transfers.create, { amount: 5000, currency: 'usd', destination: ACCOUNT }, { transfer: TRANSFER }),
  request(transferReversals.create, { id: TRANSFER, amount: 500 }, { transfer_reversal: exampleId('trr') }),
  request(
    transfers.create,
    { amount: 5000, currency: 'usd', destination: 'default_for_currency' },
    { transfer: exampleOf(transfers.cancel, 'transfer') },
  ),
];

const RETIRED = [
  request(
    recipients.create,
    { name: 'Jenny Rosen', type: 'individual', bank_account: BANK_ACCOUNT },
    { recipient: exampleId('rp') },
  ),
  request(
    bitcoinReceivers.create,
    { amount: 2000, currency: 'usd', email: 'jenny+fill_now@example.com' },
    { bitcoin_receiver: exampleId('btcrcv') },
  ),
  request(products.create, { name: 'T-shirt', shippable: false }, { product: exampleId('prod') }),
  ...[exampleId('sku'), ORDERED_SKU].flatMap((id) => {
    const product = id.replace('sku_14zi', 'sku_14zj').replace('sku_', 'prod_');
    return [
      request(products.create, { id: product, name: 'T-shirt', shippable: false }),
      request(skus.create, { id, product, price: 1500, currency: 'usd', inventory: { type: 'infinite' } }),
    ];
  }),
  order(exampleId('or')),
  order(exampleOf(orders.createReturn, 'id')),
  request(orders.pay, { id: exampleOf(orders.createReturn, 'id'), source: 'tok_visa' }),
  order(RETURNED),
  request(orders.pay, { id: RETURNED, source: 'tok_visa' }),
  request(orders.createReturn, { id: RETURNED }, { order_return: exampleId('orret') }),
];

/** All of them, in order. */
export const REQUESTS: readonly SeedRequest[] = [...PAYMENTS, ...BILLING, ...CONNECT, ...RETIRED];
