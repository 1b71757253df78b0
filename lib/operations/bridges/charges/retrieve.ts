/** Retrieves a charge, and fills in the fields of an old version. */
import { chargeOf } from '#lib/operations/bridges/shared/charge.ts';
import type * as charges from '#lib/operations/charges.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

export function retrieveCharge(
  stripe: BridgeCalls,
  values: Values<typeof charges.retrieveParameters>,
): Promise<StripeResponse> {
  return chargeOf(stripe, values.charge, values);
}
