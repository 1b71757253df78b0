/** Lists charges, and fills in what an old version shows of each. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type * as charges from '../../charges.ts';
import type { Answer } from '../../client.ts';
import type { Values } from '../../parameters.ts';
import type { Old } from '../shared/card.ts';
import { completed } from '../shared/charge.ts';

export async function listCharges(
  stripe: BridgeCalls,
  _values: Values<typeof charges.listParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const answer = await unbridged();
  const data = await Promise.all((answer.body['data'] as Old[]).map((charge) => completed(stripe, charge)));
  return { ...answer, body: { ...answer.body, data }, text: undefined };
}
