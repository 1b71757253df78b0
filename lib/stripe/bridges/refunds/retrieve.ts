/** Retrieves a refund, or what was released in place of one. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import * as paymentIntents from '../../payment-intents.ts';
import type * as refunds from '../../refunds.ts';
import { releaseAnswer } from './release.ts';

export async function retrieveRefund(
  stripe: BridgeCalls,
  values: Values<typeof refunds.retrieveParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const { refund } = values;
  return refund.startsWith('pi_')
    ? releaseAnswer(await stripe.today(paymentIntents.retrieve, { intent: refund }))
    : unbridged();
}
