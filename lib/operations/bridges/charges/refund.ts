/** Refunds a charge, or cancels its intent if it is uncaptured. */
import { chargeOf, completed } from '#lib/operations/bridges/shared/charge.ts';
import { refundOrRelease } from '#lib/operations/bridges/shared/release.ts';
import type * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function refundCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.refundParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const done = await refundOrRelease(stripe, values, unbridged);
  if ('canceled' in done) {
    return chargeOf(stripe, values.charge, values, 'canceled');
  }
  const { refunded } = done;
  return { ...refunded, body: await completed(stripe, refunded.body), text: undefined };
}
