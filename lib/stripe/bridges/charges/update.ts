/** Updates a charge and the intent that made it, so that both say the same. */
import { StripeRefusal } from '#lib/errors.ts';
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type * as charges from '../../charges.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import * as paymentIntents from '../../payment-intents.ts';
import { completed } from '../shared/charge.ts';
import { present } from '../shared/given.ts';

export async function updateCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.updateParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const answer = await unbridged();
  const intent = answer.body['payment_intent'];
  const { description, metadata, receipt_email, shipping } = values;
  const changes = present({ description, metadata, receipt_email, shipping });
  if (typeof intent === 'string' && Object.keys(changes).length > 0) {
    try {
      await stripe.today(paymentIntents.update, { intent, ...changes }, 'intent');
    } catch (error) {
      // The charge is what the caller asked to change; of an intent that has ended, Stripe lets some fields be.
      if (!(error instanceof StripeRefusal) || error.retryable) {
        throw error;
      }
    }
  }
  return { ...answer, body: await completed(stripe, answer.body), text: undefined };
}
