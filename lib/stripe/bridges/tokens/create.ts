/** Copies a customer's card to a connected account: there it is a payment method, which is taken where a token is. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import * as paymentMethods from '../../payment-methods.ts';
import type * as tokens from '../../tokens.ts';
import { kindOf } from '../shared/given.ts';
import { tokenAnswer } from './token.ts';

export async function createToken(
  stripe: BridgeCalls,
  { card, customer }: Values<typeof tokens.createParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  if (customer === undefined || typeof card !== 'string' || kindOf(card) !== 'saved') {
    return unbridged();
  }
  const copy = await stripe.today(paymentMethods.create, { customer, payment_method: card }, 'copy');
  return tokenAnswer(stripe, copy);
}
