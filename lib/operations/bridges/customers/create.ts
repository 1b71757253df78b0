/** Creates a customer with a payment method instead of a card. */
import { kindOf, newMethod } from '#lib/operations/bridges/shared/given.ts';
import { customerAnswer } from '#lib/operations/bridges/shared/methods.ts';
import * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function createCustomer(
  stripe: BridgeCalls,
  values: Values<typeof customers.createParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const { source, card, ...others } = values;
  const given = source ?? card;
  if (given === undefined || kindOf(given) === 'other') {
    return unbridged();
  }
  const payment_method = await newMethod(stripe, given);
  const answer = await stripe.legacy(customers.create, {
    ...others,
    payment_method,
    invoice_settings: { default_payment_method: payment_method },
  });
  return customerAnswer(stripe, answer, others);
}
