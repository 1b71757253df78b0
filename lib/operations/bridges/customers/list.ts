/** Lists customers, and fills in the cards of those with payment methods. */
import type { Old } from '#lib/operations/bridges/shared/card.ts';
import { withCards } from '#lib/operations/bridges/shared/methods.ts';
import { together } from '#lib/operations/bridges/shared/together.ts';
import type * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

/** How many customers' cards are requested in parallel. */
const AT_ONCE = 10;

export async function listCustomers(
  stripe: BridgeCalls,
  values: Values<typeof customers.listParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  const answer = await unbridged();
  const page = answer.body['data'] as Old[];
  const data: Old[] = [];
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE);
    data.push(...(await together(some.map((customer) => withCards(stripe, customer, values)))));
  }
  return { ...answer, body: { ...answer.body, data }, text: undefined };
}
