/** Retrieves a token, or the payment method that stands for one. */

import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type * as tokens from '#lib/operations/tokens.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { tokenAnswer } from './token.ts';

export async function retrieveToken(
  stripe: BridgeCalls,
  { token }: Values<typeof tokens.retrieveParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  return token.startsWith('pm_')
    ? tokenAnswer(stripe, await stripe.today(paymentMethods.retrieve, { payment_method: token }))
    : unbridged();
}
