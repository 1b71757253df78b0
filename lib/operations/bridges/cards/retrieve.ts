/** Retrieves a customer's card, which is a payment method or an old card. */
import type Stripe from 'stripe';
import { cardOf } from '#lib/operations/bridges/shared/card.ts';
import { kindOf } from '#lib/operations/bridges/shared/given.ts';
import { aboutSource } from '#lib/operations/bridges/shared/methods.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** A card and its customer. */
export interface CardOfCustomer {
  readonly customer: string;
  readonly id: string;
}

export async function retrieveCard(
  stripe: BridgeCalls,
  { customer, id }: CardOfCustomer,
  unbridged: Unbridged,
): Promise<StripeResponse> {
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
