/** Calls that make Stripe return every kind of object, in each of its forms. */
import * as applicationFees from '#lib/operations/application-fees.ts';
import * as balance from '#lib/operations/balance.ts';
import * as bitcoinReceivers from '#lib/operations/bitcoin-receivers.ts';
import * as charges from '#lib/operations/charges.ts';
import * as countrySpecs from '#lib/operations/country-specs.ts';
import * as customers from '#lib/operations/customers.ts';
import * as disputes from '#lib/operations/disputes.ts';
import * as events from '#lib/operations/events.ts';
import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import * as fileUploads from '#lib/operations/file-uploads.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as sources from '#lib/operations/sources.ts';
import * as tokens from '#lib/operations/tokens.ts';
import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import * as transfers from '#lib/operations/transfers.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import type { Recorder } from './recorder.ts';
import { accounts, newAccount } from './stories-accounts.ts';
import { billing } from './stories-billing.ts';
import { orders } from './stories-orders.ts';

/** A card as an argument. */
export const CARD = {
  object: 'card',
  number: '4242424242424242',
  exp_month: 12,
  exp_year: 2030,
  cvc: '123',
} as const;

const CARD_ADDRESS = {
  address_line1: '1 Main St',
  address_line2: 'Flat 2',
  address_city: 'Anytown',
  address_state: 'CA',
  address_zip: '94111',
  address_country: 'US',
  name: 'Jenny Rosen',
};

/** A bank account as an argument. */
export const BANK_ACCOUNT = {
  account_holder_name: 'Jenny Rosen',
  account_holder_type: 'individual',
  account_number: '000123456789',
  country: 'US',
  currency: 'usd',
  routing_number: '110000000',
} as const;

const recipient = { name: 'Jenny Rosen', address: { line1: '1 Main St', country: 'US' } };

/** Covers tokens, and customers with cards and bank accounts. */
async function saving({ call }: Recorder): Promise<void> {
  const { object: _, ...card } = CARD;
  const token = await call(tokens.create, { card: { ...card, ...CARD_ADDRESS } });
  await call(tokens.create, { pii: { personal_id_number: '000000000' } });
  const bankToken = await call(tokens.create, { bank_account: BANK_ACCOUNT });
  const customer = await call(customers.create, {
    source: token.id,
    email: 'jenny@example.com',
    description: 'Jenny Rosen',
    business_vat_id: 'DE123456789',
    shipping: { ...recipient, phone: '555' },
    metadata: { shop: '7' },
  });
  await call(tokens.retrieve, { token: token.id });
  await call(customers.create, {});
  await call(customers.create, { shipping: recipient });
  await call(sources.create, { customer: customer.id, source: 'tok_mastercard', metadata: { a: 'b' } });
  const account = await call(sources.create, { customer: customer.id, source: bankToken.id });
  await call(sources.list, { customer: customer.id });
  await call(customers.retrieve, { customer: customer.id });
  await call(sources.del, { customer: customer.id, id: account.id });
  await call(customers.del, { customer: customer.id });
  await call(customers.retrieve, { customer: customer.id });
}

/** Covers charges, refunds, disputes, files, the balance and events. */
async function charging({ call, advance }: Recorder): Promise<void> {
  const usd = { currency: 'usd' } as const;
  const customer = await call(customers.create, { source: 'tok_visa', email: 'jenny@example.com' });
  const charge = await call(charges.create, {
    ...usd,
    amount: 2000,
    customer: customer.id,
    description: 'Socks',
    receipt_email: 'jenny@example.com',
    statement_descriptor: 'SOCKS',
    shipping: { ...recipient, carrier: 'USPS', tracking_number: '1', phone: '555' },
  });
  await call(charges.create, { ...usd, amount: 100, source: { ...CARD, ...CARD_ADDRESS } });
  await call(charges.create, { ...usd, amount: 100, source: 'tok_visa', shipping: recipient });
  await call(charges.update, { charge: charge.id, fraud_details: { user_report: 'safe' } });
  const held = await call(charges.create, { ...usd, amount: 900, source: 'tok_visa', capture: false });
  await call(charges.capture, { charge: held.id, amount: 500 });
  await call(refunds.create, { charge: charge.id, amount: 300, reason: 'requested_by_customer' });
  const whole = await call(refunds.create, { charge: held.id });
  await call(refunds.update, { refund: whole.id, metadata: { a: 'b' } });
  await call(charges.create, { ...usd, amount: 100, source: 'tok_chargeDeclined' }).catch(() => undefined);
  const file = await call(fileUploads.create, {
    purpose: 'dispute_evidence',
    file: { name: 'receipt.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.4 receipt') },
  });
  for (const _ of ['given up', 'fought']) {
    await call(charges.create, { ...usd, amount: 1500, source: 'tok_createDispute' });
  }
  await advance(DAY);
  const { data } = await call(disputes.list, {});
  const evidence = { ...evidenceWith(file.id), uncategorized_text: 'winning_evidence' };
  await call(disputes.update, { dispute: data[0].id, evidence, metadata: { a: 'b' } });
  await call(disputes.close, { dispute: data[1].id });
  await call(events.list, { limit: 100 });
  await advance(90 * DAY);
  await call(disputes.list, {});
  await call(charges.list, { limit: 100 });
  await call(refunds.list, {});
  await call(balance.retrieve, {});
  await call(balance.history, { limit: 100 });
}

/** Returns all fields of a dispute's evidence, with a file in the fields that accept one. */
function evidenceWith(file: string): Record<string, string> {
  const { fields = {} } = disputes.update.parameters.evidence;
  return Object.fromEntries(
    Object.entries(fields).map(([name, { example }]) => [
      name,
      String(example).startsWith('file_') ? file : String(example),
    ]),
  );
}

/** Covers application fees, transfers, and Bitcoin payments. */
async function moving({ call, advance }: Recorder): Promise<void> {
  const account = await newAccount(call);
  const held = { amount: 1000, currency: 'usd', source: 'tok_visa', capture: false } as const;
  const charge = await call(charges.create, held, account.id);
  await call(charges.capture, { charge: charge.id, application_fee: 100 }, account.id);
  const { data: fees } = await call(applicationFees.list, {});
  await call(feeRefunds.create, { id: fees[0].id, amount: 40, metadata: { a: 'b' } });
  await call(feeRefunds.create, { id: fees[0].id });
  await call(applicationFees.retrieve, { id: fees[0].id });
  const bypass = { ...CARD, number: '4000000000000077' };
  await call(charges.create, { amount: 90_000, currency: 'usd', source: bypass });
  await call(charges.create, { amount: 900, currency: 'usd', source: 'tok_visa', destination: account.id });
  const transfer = await call(transfers.create, {
    amount: 400,
    currency: 'usd',
    destination: account.id,
    description: 'Share',
    statement_descriptor: 'SHARE',
    metadata: { a: 'b' },
  });
  await call(transferReversals.create, { id: transfer.id, amount: 100, description: 'Too much' });
  await call(transferReversals.create, { id: transfer.id, metadata: { a: 'b' } });
  await advance(7 * DAY);
  await call(transfers.list, { limit: 100 });
  await call(charges.list, {}, account.id);
  await call(charges.list, {});
  await call(balance.history, { limit: 100 });
  await call(balance.history, { limit: 100 }, account.id);
  await call(countrySpecs.list, {});
}

async function receiving({ call }: Recorder): Promise<void> {
  const receiver = { amount: 1000, currency: 'usd', description: 'Socks', refund_mispayments: true } as const;
  await call(bitcoinReceivers.create, { ...receiver, email: 'jenny@example.com', metadata: { a: 'b' } });
  const filled = await call(bitcoinReceivers.create, { ...receiver, email: 'fill_now@example.com' });
  await call(bitcoinReceivers.retrieve, { id: filled.id });
  await call(charges.create, { amount: 1000, currency: 'usd', source: filled.id });
  await call(bitcoinReceivers.create, { amount: 1000, currency: 'usd', email: 'jenny@example.com' });
  await call(bitcoinReceivers.list, {});
}

/** The stories, each of which needs its own account. */
export const STORIES: Readonly<Record<string, (recorder: Recorder) => Promise<void>>> = {
  accounts,
  billing,
  charging,
  moving,
  orders,
  receiving,
  saving,
};
