/** Converts the payment sources that callers send to what today's Stripe accepts. */

import type { BridgeCalls } from '#lib/operations/operation.ts';
import type { methodData } from '#lib/operations/payment-method-fields.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type { cardFields } from '#lib/operations/source-fields.ts';
import type { ValueOf, Values } from '#lib/parameters/parameters.ts';
import { isCachedServerError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** A token, the ID of a saved source, or a dictionary of fields. */
export type Given = string | { readonly [field: string]: unknown } | undefined;

/** The fields of a card, by their names of 2016. */
export type CardFields = Partial<Values<typeof cardFields>>;

/** The parameters of a new payment method. */
export type MethodData = ValueOf<typeof methodData>;

/** A card token, a saved card or payment method, the fields of a card, or something only the old calls accept. */
export type Kind = 'token' | 'saved' | 'card' | 'other';

/** Classifies a payment source. Bank accounts, Bitcoin receivers and others are left to the old calls. */
export function kindOf(given: Given): Kind {
  if (typeof given === 'string') {
    return given.startsWith('tok_') ? 'token' : /^(?:pm|card|cc|src)_/.test(given) ? 'saved' : 'other';
  }
  return given === undefined || given['object'] === 'bank_account' || 'account_number' in given
    ? 'other'
    : 'card';
}

/** Converts a token or the fields of a card to the parameters of a new payment method. */
export function methodDataOf(given: Exclude<Given, undefined>): MethodData {
  if (typeof given === 'string') {
    return { type: 'card', card: { token: given } };
  }
  const { number, exp_month, exp_year, cvc } = given as CardFields;
  const billing_details = billingOf(given as CardFields);
  return {
    type: 'card',
    card: present({ number, exp_month, exp_year, cvc }),
    ...(billing_details !== undefined && { billing_details }),
  };
}

/** The name and address on a card in today's format, if given; an empty one unsets it. */
export function billingOf(given: Partial<CardFields>): MethodData['billing_details'] {
  const address = present({
    line1: given.address_line1,
    line2: given.address_line2,
    city: given.address_city,
    state: given.address_state,
    postal_code: given.address_zip,
    country: given.address_country,
  });
  const details = {
    ...present({ name: given.name }),
    ...(Object.keys(address).length > 0 && { address }),
  };
  return Object.keys(details).length > 0 ? details : undefined;
}

/** Creates a payment method from a token or a card's fields. An existing payment method is returned as it is. */
export async function newMethod(stripe: BridgeCalls, given: Exclude<Given, undefined>): Promise<string> {
  if (kindOf(given) === 'saved') {
    return given as string;
  }
  const { body } = await (typeof given === 'string' && isSpentOnce(given)
    ? spend(stripe, given)
    : stripe.today(paymentMethods.create, methodDataOf(given), 'payment method'));
  return body['id'] as string;
}

/** Whether a token can be used only once. Test tokens such as `tok_visa` can be reused. */
function isSpentOnce(token: string): boolean {
  return /^tok_\d/.test(token);
}

/**
 * Converts a token to a payment method. All calls with the same token get the same payment method, so that it is not
 * lost if a later step fails, even if the caller retries with another key.
 */
async function spend(stripe: BridgeCalls, token: string): Promise<StripeResponse> {
  try {
    return await stripe.once(paymentMethods.create, methodDataOf(token), token);
  } catch (error) {
    if (!isCachedServerError(error)) {
      throw error;
    }
    return stripe.today(paymentMethods.create, methodDataOf(token), 'payment method');
  }
}

/** Only the fields that have a value. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
