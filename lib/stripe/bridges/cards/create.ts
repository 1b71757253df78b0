/** Attaches a card to a customer, as a payment method. */
import type Stripe from 'stripe';
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import * as paymentMethods from '../../payment-methods.ts';
import { cardOf } from '../shared/card.ts';
import { defaultIn } from '../shared/default.ts';
import { type Given, kindOf, newMethod } from '../shared/given.ts';
import { attach, customerOf, makeDefault } from '../shared/methods.ts';

/** What a new card comes with. */
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
): Promise<Answer> {
  const given = source ?? card;
  if (given === undefined || kindOf(given) === 'other') {
    return unbridged();
  }
  // Before the token is spent: without the customer, it is good for another one.
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
