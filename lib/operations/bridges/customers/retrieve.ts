/** Retrieves a customer, and fills in the cards. */
import { customerAnswer } from '#lib/operations/bridges/shared/methods.ts';
import type * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls, Unbridged } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export async function retrieveCustomer(
  stripe: BridgeCalls,
  values: Values<typeof customers.retrieveParameters>,
  unbridged: Unbridged,
): Promise<StripeResponse> {
  return customerAnswer(stripe, await unbridged(), values);
}
