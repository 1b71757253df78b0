/**
 * The objects of the REST API: an example and a schema of each kind, recorded from the sandbox at the RAML's version.
 */
import { readConfig } from '#lib/config/config.ts';
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
import type { Operation } from '#lib/operations/operation.ts';
import * as plans from '#lib/operations/plans.ts';
import * as recipients from '#lib/operations/recipients.ts';
import * as tokens from '#lib/operations/tokens.ts';
import * as transfers from '#lib/operations/transfers.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import { RAML_VERSION } from '#lib/surfaces/rest/rest.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import { type JsonSchema, schemaOfValues } from '#lib/surfaces/shared/manifest/json-schema.ts';

/** A kind of object. */
export interface ObjectKind {
  readonly example: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;
}

/** All kinds but lists, by their `object`; `deleted` is the response to a deletion. */
export type ObjectKinds = ReadonlyMap<string, ObjectKind>;

let recorded: Promise<ObjectKinds> | undefined;

/** Records them once per process, with the same result every time. */
export function readKinds(startStripe: StartStripe): Promise<ObjectKinds> {
  recorded ??= record(startStripe);
  return recorded;
}

async function record(startStripe: StartStripe): Promise<ObjectKinds> {
  const stripe = await startStripe({ now: Date.parse(RAML_VERSION) / 1000, seed: 'rest' });
  try {
    const byKind = new Map<string, Record<string, unknown>[]>();
    const see = (object: Record<string, unknown>) => {
      const kind = object['deleted'] === true ? 'deleted' : String(object['object']);
      byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
    };
    for (const body of await replies(stripe.url)) {
      objectsIn(body).forEach(see);
    }
    return new Map(
      [...byKind]
        .filter(([kind]) => kind !== 'list')
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, objects]) => [
          kind,
          { example: objects[0]!, schema: schemaOfValues(objects.map(withoutWhatItIsAbout)) },
        ]),
    );
  } finally {
    await stripe.close();
  }
}

/** Removes the object inside an event, because it can be of any kind. */
function withoutWhatItIsAbout(object: Record<string, unknown>): object {
  return object['object'] === 'event' ? { ...object, data: { object: {} } } : object;
}

/** Creates one object of every kind and reads it. */
async function replies(address: string): Promise<Record<string, unknown>[]> {
  const send = stripeClient({ ...readConfig({}), STRIPE_API_BASE: address, CARD_PAYMENTS: 'charges' });
  const caller = { apiKey: 'sk_test_rest', apiVersion: RAML_VERSION, deadline: Date.now() + 10_000 };
  const seen: Record<string, unknown>[] = [];
  const call = async <P extends Parameters>(operation: Operation<P>, values: Values<P>) => {
    const { body } = await send(operation, values, caller);
    seen.push(body);
    return body as { id: string };
  };
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
  return seen;
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const object = value as Record<string, unknown>;
  const own = typeof object['object'] === 'string' || object['deleted'] === true ? [object] : [];
  return [...own, ...Object.values(object).flatMap(objectsIn)];
}
