/** Replaces a customer's default card, like a card sent with a customer or a subscription in 2016. */
import * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import * as sources from '#lib/operations/sources.ts';
import { billNewDefault } from './billing.ts';
import { defaultIn } from './default.ts';
import { type Given, kindOf, newMethod } from './given.ts';
import { attach, isNotAttached } from './methods.ts';

/** A new card that is attached, but not the default yet. */
export interface Replacement {
  readonly method: string;
  /** The previous default; `null` if there was none. */
  readonly before: string | null;
  /** Pays subscriptions with a new card, and removes the previous default. Returns its ID if it is gone. */
  readonly finish: () => Promise<string | null>;
}

/** Attaches a new card to a customer. The caller makes it the default in its own step and then calls `finish`. */
export async function attachNewDefault(
  stripe: BridgeCalls,
  customer: string,
  given: Exclude<Given, undefined>,
): Promise<Replacement> {
  // Changes nothing. Stripe stores the response for the step's key, so a retry still knows the previous default.
  const { body } = await stripe.today(customers.update, { customer }, 'before');
  const before = defaultIn(body);
  const made = await newMethod(stripe, given);
  const attached = await attach(stripe, { payment_method: made, customer });
  const method = attached.body['id'] as string;
  const isNew = before !== method && kindOf(given) !== 'saved';
  return {
    method,
    before,
    finish: async () => {
      if (!isNew) {
        return null;
      }
      await billNewDefault(stripe, customer, { method, before });
      if (before === null) {
        return null;
      }
      await remove(stripe, customer, before);
      return before;
    },
  };
}

/** Removes a source of a customer; ignores one that no longer exists. */
async function remove(stripe: BridgeCalls, customer: string, id: string): Promise<void> {
  try {
    await (kindOf(id) === 'saved'
      ? stripe.today(paymentMethods.detach, { payment_method: id }, 'detach')
      : stripe.legacy(sources.del, { customer, id }));
  } catch (error) {
    if (!isNotAttached(error)) {
      throw error;
    }
  }
}
