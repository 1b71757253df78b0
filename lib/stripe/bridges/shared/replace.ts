/** Gives a customer a new default card, as a card given with a customer or a subscription was. */
import { StripeRefusal } from '#lib/errors.ts';
import type { BridgeCalls } from '../../bridge.ts';
import * as customers from '../../customers.ts';
import * as paymentMethods from '../../payment-methods.ts';
import * as sources from '../../sources.ts';
import { defaultIn } from './default.ts';
import { type Given, kindOf, newMethod } from './given.ts';
import { attach } from './methods.ts';

/** A card that is attached to a customer, and about to become the default. */
export interface Replacement {
  readonly method: string;
  /** The default before; `null` where there was none. */
  readonly before: string | null;
  /** Removes the default from before, as a new card took its place. Gives its id where it is gone. */
  readonly finish: () => Promise<string | null>;
}

/**
 * Attaches a new card to a customer. The caller makes it the default, in the step that it takes for that, and finishes.
 */
export async function attachNewDefault(
  stripe: BridgeCalls,
  customer: string,
  given: Exclude<Given, undefined>,
): Promise<Replacement> {
  // Changes nothing. Stripe keeps the answer for the step's key, so that a repeated call still knows the default from before.
  const { body } = await stripe.today(customers.update, { customer }, 'before');
  const before = defaultIn(body);
  const made = await newMethod(stripe, given);
  const attached = await attach(stripe, { payment_method: made, customer });
  const method = attached.body['id'] as string;
  const isReplaced = before !== null && before !== method && kindOf(given) !== 'saved';
  return {
    method,
    before,
    finish: async () => {
      if (!isReplaced) {
        return null;
      }
      await remove(stripe, customer, before);
      return before;
    },
  };
}

/** Removes a source of a customer; one that is gone already is no error. */
async function remove(stripe: BridgeCalls, customer: string, id: string): Promise<void> {
  try {
    await (kindOf(id) === 'saved'
      ? stripe.today(paymentMethods.detach, { payment_method: id }, 'detach')
      : stripe.legacy(sources.del, { customer, id }));
  } catch (error) {
    if (!(error instanceof StripeRefusal) || ![400, 404].includes(error.status)) {
      throw error;
    }
  }
}
