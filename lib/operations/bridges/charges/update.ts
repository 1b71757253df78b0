/** Updates a charge and its intent, so that both have the same values. */
import { completed } from '#lib/operations/bridges/shared/charge.ts';
import { present } from '#lib/operations/bridges/shared/given.ts';
import type * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function updateCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.updateParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const answer = await unbridged();
  const intent = answer.body['payment_intent'];
  const { description, metadata, receipt_email, shipping } = values;
  const changes = present({ description, metadata, receipt_email, shipping });
  if (typeof intent === 'string' && Object.keys(changes).length > 0) {
    try {
      await stripe.today(paymentIntents.update, { intent, ...changes }, 'intent');
    } catch (error) {
      // The charge is what the caller wants to change. Stripe does not allow all changes to a completed intent.
      if (!(error instanceof StripeApiError) || error.retryable) {
        throw error;
      }
    }
  }
  return { ...answer, body: await completed(stripe, answer.body), text: undefined };
}
