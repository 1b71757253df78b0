/** Lists charges, and fills in the fields of an old version. */
import type { Old } from '#lib/operations/bridges/shared/card.ts';
import { completed } from '#lib/operations/bridges/shared/charge.ts';
import { together } from '#lib/operations/bridges/shared/together.ts';
import type * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function listCharges(
  stripe: BridgeCalls,
  _values: Values<typeof charges.listParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const answer = await unbridged();
  const data = await together((answer.body['data'] as Old[]).map((charge) => completed(stripe, charge)));
  return { ...answer, body: { ...answer.body, data }, text: undefined };
}
