/** Refunds a charge; what is only held is released, and shown as a refund under the intent's id. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import type * as refunds from '../../refunds.ts';
import { refundOrRelease } from '../shared/release.ts';
import { releaseAnswer } from './release.ts';

export async function createRefund(
  stripe: BridgeCalls,
  values: Values<typeof refunds.createParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const done = await refundOrRelease(stripe, values, unbridged);
  return 'refunded' in done ? done.refunded : releaseAnswer(done.canceled, values.metadata);
}
