/** Updates a customer's card. */
import type Stripe from 'stripe';
import { cardOf } from '#lib/operations/bridges/shared/card.ts';
import { billingOf, type CardFields, kindOf, present } from '#lib/operations/bridges/shared/given.ts';
import { aboutSource } from '#lib/operations/bridges/shared/methods.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import type { CardOfCustomer } from './retrieve.ts';

/** The fields that can be updated. */
type Changes = CardOfCustomer &
  Omit<CardFields, 'number' | 'cvc'> & { readonly metadata?: Record<string, string> | '' };

export async function updateCard(
  stripe: BridgeCalls,
  { customer, id, metadata, exp_month, exp_year, ...fields }: Changes,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  if (kindOf(id) !== 'saved') {
    return unbridged();
  }
  const card = present({ exp_month, exp_year });
  const changes = present({
    billing_details: billingOf(fields),
    card: Object.keys(card).length > 0 ? card : undefined,
    metadata,
  });
  try {
    // Check the owner: the call below would update the card of any customer.
    await stripe.today(paymentMethods.retrieveOfCustomer, { customer, payment_method: id });
    const answer = await stripe.today(paymentMethods.update, { payment_method: id, ...changes }, 'update');
    const method = answer.body as unknown as Stripe.PaymentMethod;
    return { ...answer, body: cardOf(method, stripe.version), text: undefined };
  } catch (error) {
    throw aboutSource(error, id);
  }
}
