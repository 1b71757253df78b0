/** Refunds a charge. An uncaptured one is released and shown as a refund with the intent's ID. */
import { refundOrRelease } from '#lib/operations/bridges/shared/release.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type * as refunds from '#lib/operations/refunds.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { releaseAnswer } from './release.ts';

export async function createRefund(
  stripe: BridgeCalls,
  values: Values<typeof refunds.createParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const done = await refundOrRelease(stripe, values, unbridged);
  return 'refunded' in done ? done.refunded : releaseAnswer(done.canceled, values.metadata);
}
