/** Retrieves a refund, or the released payment that stands for one. */

import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import * as paymentIntents from '#lib/operations/payment-intents.ts';
import type * as refunds from '#lib/operations/refunds.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { releaseAnswer } from './release.ts';

export async function retrieveRefund(
  stripe: BridgeCalls,
  values: Values<typeof refunds.retrieveParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const { refund } = values;
  return refund.startsWith('pi_')
    ? releaseAnswer(await stripe.today(paymentIntents.retrieve, { intent: refund }))
    : unbridged();
}
