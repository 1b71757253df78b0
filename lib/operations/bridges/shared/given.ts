/** What callers give to pay with, and how today's Stripe takes it. */

import type { BridgeCalls } from '#lib/operations/operation.ts';
import type { methodData } from '#lib/operations/payment-method-fields.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type { cardFields } from '#lib/operations/source-fields.ts';
import type { ValueOf, Values } from '#lib/parameters/parameters.ts';
import { isKeptFailure } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** A token, a saved source's id, or a dictionary of fields. */
export type Given = string | { readonly [field: string]: unknown } | undefined;

/** The fields of a card, by the names of 2016. */
export type CardFields = Partial<Values<typeof cardFields>>;

/** A new payment method, as parameters. */
export type MethodData = ValueOf<typeof methodData>;

/** A token of a card, a saved card or payment method, the fields of a card, or what only the old calls take. */
export type Kind = 'token' | 'saved' | 'card' | 'other';

/** Tells what was given. Bank accounts, Bitcoin receivers and the like stay with the old calls. */
export function kindOf(given: Given): Kind {
  if (typeof given === 'string') {
    return given.startsWith('tok_') ? 'token' : /^(?:pm|card|cc|src)_/.test(given) ? 'saved' : 'other';
  }
  return given === undefined || given['object'] === 'bank_account' || 'account_number' in given
    ? 'other'
    : 'card';
}

/** A token or the fields of a card, as a payment method to be made. */
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

/** The name and the address on a card, where they are given, as today's Stripe has them; an empty one unsets it. */
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

/** Makes the payment method of a token or of a card's fields; what is one already is it. */
export async function newMethod(stripe: BridgeCalls, given: Exclude<Given, undefined>): Promise<string> {
  if (kindOf(given) === 'saved') {
    return given as string;
  }
  const { body } = await (typeof given === 'string' && isSpentOnce(given)
    ? spend(stripe, given)
    : stripe.today(paymentMethods.create, methodDataOf(given), 'payment method'));
  return body['id'] as string;
}

/** Whether a token is a real one: those for tests, such as `tok_visa`, can be used again and again. */
function isSpentOnce(token: string): boolean {
  return /^tok_\d/.test(token);
}

/**
 * Spends a token on a payment method. It is the same one for every call that brings the token, so that none is lost when
 * what follows fails, even if the caller tries again under another key.
 */
async function spend(stripe: BridgeCalls, token: string): Promise<StripeResponse> {
  try {
    return await stripe.once(paymentMethods.create, methodDataOf(token), token);
  } catch (error) {
    if (!isKeptFailure(error)) {
      throw error;
    }
    return stripe.today(paymentMethods.create, methodDataOf(token), 'payment method');
  }
}

/** Only what is given of some fields. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
