/** What the tests of today's Stripe share: accounts called by the real client at its own version. */
import type Stripe from 'stripe';
import { TODAY } from '#lib/operations/operation.ts';
import { stripeAt } from '../helpers/stripe.ts';
import { type Loose, openAt, type TestAccount } from './helpers.ts';

/** An account that is called at today's version, and by `call` at 2016-07-06. */
export interface AccountOfToday extends TestAccount {
  /** A client at another version. */
  at(version: string): Stripe;
}

/** Opens an account of its own in a sandbox at an address. */
export function openToday(address: string, key?: string): AccountOfToday {
  const account = openAt(address, key);
  return {
    ...account,
    stripe: stripeAt(address, account.key, TODAY),
    at: (version) => stripeAt(address, account.key, version),
  };
}

/** A payment method of a card, by its test token. */
export function methodOf({ stripe }: AccountOfToday, token = 'tok_visa'): Promise<Stripe.PaymentMethod> {
  return stripe.paymentMethods.create({ type: 'card', card: { token } });
}

/** A customer with a payment method attached. */
export async function customerWith(
  account: AccountOfToday,
  token = 'tok_visa',
): Promise<{ customer: string; method: string }> {
  const { id: method } = await methodOf(account, token);
  const { id: customer } = await account.stripe.customers.create({ payment_method: method });
  return { customer, method };
}

/** Everything that an error of today holds. */
export async function rejection(call: Promise<unknown>): Promise<Loose> {
  const error = (await call.then(
    () => undefined,
    (thrown) => thrown,
  )) as Loose;
  if (error === undefined) {
    throw new Error('The call was not rejected.');
  }
  const { headers: _, requestId: __, ...raw } = error.raw;
  return raw;
}

/** The types of an account's events since a moment in their list, oldest first. */
export async function eventsAfter({ stripe }: AccountOfToday, count = 0): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data
    .map(({ type }) => type as string)
    .reverse()
    .slice(count);
}
