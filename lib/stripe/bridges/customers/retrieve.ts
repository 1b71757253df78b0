/** Retrieves a customer, and fills in the cards. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import type * as customers from '../../customers.ts';
import type { Values } from '../../parameters.ts';
import { customerAnswer } from '../shared/methods.ts';

export async function retrieveCustomer(
  stripe: BridgeCalls,
  values: Values<typeof customers.retrieveParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  return customerAnswer(stripe, await unbridged(), values);
}
