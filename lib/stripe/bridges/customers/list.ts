/** Lists customers, and fills in the cards of those who pay by a payment method. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type * as customers from '../../customers.ts';
import type { Values } from '../../parameters.ts';
import type { Old } from '../shared/card.ts';
import { withCards } from '../shared/methods.ts';

/** How many customers' cards are asked for at once. */
const AT_ONCE = 10;

export async function listCustomers(
  stripe: BridgeCalls,
  values: Values<typeof customers.listParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const answer = await unbridged();
  const page = answer.body['data'] as Old[];
  const data: Old[] = [];
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE);
    data.push(...(await Promise.all(some.map((customer) => withCards(stripe, customer, values)))));
  }
  return { ...answer, body: { ...answer.body, data }, text: undefined };
}
