/** Retrieves a card of a customer: a payment method, or a card of old, which is one as well. */
import type Stripe from 'stripe';
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import * as paymentMethods from '../../payment-methods.ts';
import { cardOf } from '../shared/card.ts';
import { kindOf } from '../shared/given.ts';
import { aboutSource } from '../shared/methods.ts';

/** Which card of whom. */
export interface CardOfCustomer {
  readonly customer: string;
  readonly id: string;
}

export async function retrieveCard(
  stripe: BridgeCalls,
  { customer, id }: CardOfCustomer,
  unbridged: Unbridged,
): Promise<Answer> {
  if (kindOf(id) !== 'saved') {
    return unbridged();
  }
  try {
    const answer = await stripe.today(paymentMethods.retrieveOfCustomer, { customer, payment_method: id });
    const method = answer.body as unknown as Stripe.PaymentMethod;
    return { ...answer, body: cardOf(method, stripe.version), text: undefined };
  } catch (error) {
    throw aboutSource(error, id);
  }
}
