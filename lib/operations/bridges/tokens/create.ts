/** Copies a customer's card to a connected account, as a payment method, which is accepted instead of a token. */
import { kindOf } from '#lib/operations/bridges/shared/given.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type * as tokens from '#lib/operations/tokens.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { tokenAnswer } from './token.ts';

export async function createToken(
  stripe: BridgeCalls,
  { card, customer }: Values<typeof tokens.createParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  if (customer === undefined || typeof card !== 'string' || kindOf(card) !== 'saved') {
    return unbridged();
  }
  const copy = await stripe.today(paymentMethods.create, { customer, payment_method: card }, 'copy');
  return tokenAnswer(stripe, copy);
}
