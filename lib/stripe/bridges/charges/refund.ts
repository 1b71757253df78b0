/** Refunds a charge; one that is not captured is released. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type * as charges from '../../charges.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import { chargeOf, completed } from '../shared/charge.ts';
import { refundOrRelease } from '../shared/release.ts';

export async function refundCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.refundParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const done = await refundOrRelease(stripe, values, unbridged);
  if ('canceled' in done) {
    return chargeOf(stripe, values.charge, values, 'canceled');
  }
  const { refunded } = done;
  return { ...refunded, body: await completed(stripe, refunded.body), text: undefined };
}
