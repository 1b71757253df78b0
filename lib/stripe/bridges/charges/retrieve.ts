/** Retrieves a charge, and fills in what an old version shows of it. */
import type { BridgeCalls } from '../../bridge.ts';
import type * as charges from '../../charges.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import { chargeOf } from '../shared/charge.ts';

export function retrieveCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.retrieveParameters>,
): Promise<Answer> {
  return chargeOf(stripe, values.charge, values);
}
