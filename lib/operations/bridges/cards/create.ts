/** Attaches a card to a customer, as a payment method. */
import type Stripe from 'stripe';
import { cardOf } from '#lib/operations/bridges/shared/card.ts';
import { defaultIn } from '#lib/operations/bridges/shared/default.ts';
import { type Given, kindOf, newMethod } from '#lib/operations/bridges/shared/given.ts';
import { attach, customerOf, makeDefault } from '#lib/operations/bridges/shared/methods.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentMethods from '#lib/operations/payment-methods.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** The parameters of a new card. */
interface NewCard {
  readonly customer: string;
  readonly source?: Given;
  readonly card?: Given;
  readonly metadata?: Readonly<Record<string, string>> | '';
}

export async function createCard(
  stripe: BridgeCalls,
  { customer, source, card, metadata }: NewCard,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const given = source ?? card;
  if (given === undefined || kindOf(given) === 'other') {
    return unbridged();
  }
  // Check the customer before using the token: if it does not exist, the token can still be used for another one.
  const hasDefault = defaultIn(await customerOf(stripe, customer)) !== null;
  const made = await newMethod(stripe, given);
  const attached = await attach(stripe, { payment_method: made, customer });
  const payment_method = attached.body['id'] as string;
  const answer = metadata
    ? await stripe.today(paymentMethods.update, { payment_method, metadata }, 'metadata')
    : attached;
  if (!hasDefault) {
    await makeDefault(stripe, customer, payment_method);
  }
  const method = answer.body as unknown as Stripe.PaymentMethod;
  return { ...answer, body: cardOf(method, stripe.version), text: undefined };
}
