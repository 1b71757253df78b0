/** Retrieves a token, or the payment method that stands in for one. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import * as paymentMethods from '../../payment-methods.ts';
import type * as tokens from '../../tokens.ts';
import { tokenAnswer } from './token.ts';

export async function retrieveToken(
  stripe: BridgeCalls,
  { token }: Values<typeof tokens.retrieveParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  return token.startsWith('pm_')
    ? tokenAnswer(stripe, await stripe.today(paymentMethods.retrieve, { payment_method: token }))
    : unbridged();
}
