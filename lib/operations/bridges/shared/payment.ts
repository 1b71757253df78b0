/** Pays with a PaymentIntent for callers who expect an immediate result and cannot authenticate. */
import type Stripe from 'stripe';
import { isObject } from '#lib/http/json-object.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** The parameters of a new intent. */
export type IntentParameters = Values<typeof paymentIntents.create.parameters>;

/**
 * Creates and confirms an intent. Returns it if the payment succeeded or was authorized.
 * @throws {StripeApiError} 402 if the payment is declined or needs the cardholder's confirmation; the intent is
 *   canceled
 */
export async function pay(stripe: BridgeCalls, params: IntentParameters): Promise<Stripe.PaymentIntent> {
  let intent: Stripe.PaymentIntent;
  try {
    intent = intentOf(await stripe.today(paymentIntents.create, { ...params, confirm: true }, 'intent'));
  } catch (error) {
    const left = intentIn(error);
    const ended = left === undefined ? undefined : await end(stripe, left);
    if (ended !== undefined && isPaid(ended)) {
      return ended;
    }
    throw error;
  }
  const ended = isPaid(intent) ? intent : await end(stripe, intent.id);
  if (isPaid(ended)) {
    return ended;
  }
  throw new StripeApiError(402, {
    type: 'card_error',
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  });
}

function intentOf({ body }: StripeResponse): Stripe.PaymentIntent {
  return body as unknown as Stripe.PaymentIntent;
}

/** Whether the payment succeeded or was authorized. Stripe also returns 200 for other states. */
export function isPaid({ status }: Stripe.PaymentIntent): boolean {
  return status === 'succeeded' || status === 'requires_capture';
}

/** The ID of the intent that a declined payment leaves open. */
function intentIn(error: unknown): string | undefined {
  if (!(error instanceof StripeApiError) || error.status !== 402 || error.text === undefined) {
    return undefined;
  }
  const { error: told } = JSON.parse(error.text) as { error?: unknown };
  const intent = isObject(told) ? told['payment_intent'] : undefined;
  return isObject(intent) && typeof intent['id'] === 'string' ? intent['id'] : undefined;
}

/** Cancels an unpaid intent and returns it. */
async function end(stripe: BridgeCalls, intent: string): Promise<Stripe.PaymentIntent> {
  try {
    return intentOf(await stripe.today(paymentIntents.cancel, { intent }, 'cancel'));
  } catch (error) {
    if (!(error instanceof StripeApiError) || error.retryable) {
      throw error;
    }
    // It was already canceled, or it succeeded after all.
    const found = intentOf(await stripe.today(paymentIntents.retrieve, { intent }));
    if (isPaid(found) || found.status === 'canceled' || found.status === 'requires_payment_method') {
      return found;
    }
    throw new StripeConnectionError(
      502,
      `Stripe has not completed the payment yet: its status is ${found.status}.`,
    );
  }
}
