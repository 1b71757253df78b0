/** Pays by a PaymentIntent, for callers who are told at once whether it went well, and cannot be asked anything. */
import type Stripe from 'stripe';
import { StripeRefusal, StripeUnreachable } from '#lib/errors.ts';
import type { BridgeCalls } from '../../bridge.ts';
import { isObject } from '../../json-object.ts';
import type { Values } from '../../parameters.ts';
import * as paymentIntents from '../../payment-intents.ts';

/** What an intent is created with. */
export type IntentParameters = Values<typeof paymentIntents.create.parameters>;

/**
 * Creates an intent and confirms it. Gives it when the money is there, or held.
 * @throws {StripeRefusal} 402 when the payment is declined, also because the cardholder would have to confirm it: the
 * intent is canceled then
 */
export async function pay(stripe: BridgeCalls, params: IntentParameters): Promise<Stripe.PaymentIntent> {
  let intent: Stripe.PaymentIntent;
  try {
    const { body } = await stripe.today(paymentIntents.create, { ...params, confirm: true }, 'intent');
    intent = body as unknown as Stripe.PaymentIntent;
  } catch (error) {
    const left = intentIn(error);
    if (left !== undefined) {
      await end(stripe, left);
    }
    throw error;
  }
  const ended = isPaid(intent) ? intent : await end(stripe, intent.id);
  if (isPaid(ended)) {
    return ended;
  }
  throw new StripeRefusal(402, {
    type: 'card_error',
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  });
}

/** Whether the money is there, or held. Stripe answers 200 in other states too. */
export function isPaid({ status }: Stripe.PaymentIntent): boolean {
  return status === 'succeeded' || status === 'requires_capture';
}

/** The intent that a declined payment leaves open: nobody will go on with it. */
function intentIn(error: unknown): string | undefined {
  if (!(error instanceof StripeRefusal) || error.status !== 402 || error.text === undefined) {
    return undefined;
  }
  const { error: told } = JSON.parse(error.text) as { error?: unknown };
  const intent = isObject(told) ? told['payment_intent'] : undefined;
  return isObject(intent) && typeof intent['id'] === 'string' ? intent['id'] : undefined;
}

/** Cancels an intent that is not paid; gives it as it is then. */
async function end(stripe: BridgeCalls, intent: string): Promise<Stripe.PaymentIntent> {
  try {
    const { body } = await stripe.today(paymentIntents.cancel, { intent }, 'cancel');
    return body as unknown as Stripe.PaymentIntent;
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.retryable) {
      throw error;
    }
    // It was canceled before, or it goes on after all.
    const { body } = await stripe.today(paymentIntents.retrieve, { intent });
    const found = body as unknown as Stripe.PaymentIntent;
    if (isPaid(found) || found.status === 'canceled' || found.status === 'requires_payment_method') {
      return found;
    }
    throw new StripeUnreachable(502, `Stripe has not decided on the payment yet: it is ${found.status}.`);
  }
}
