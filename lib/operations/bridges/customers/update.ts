/** Updates a customer. A new card replaces the default one; another default also applies to invoices. */
import { kindOf } from '#lib/operations/bridges/shared/given.ts';
import { customerAnswer } from '#lib/operations/bridges/shared/methods.ts';
import { attachNewDefault } from '#lib/operations/bridges/shared/replace.ts';
import * as customers from '#lib/operations/customers.ts';
import type { BridgeCalls } from '#lib/operations/operation.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

type UpdateCustomer = Values<typeof customers.updateParameters>;

export async function updateCustomer(stripe: BridgeCalls, values: UpdateCustomer): Promise<StripeResponse> {
  const { source, card, ...others } = values;
  const given = source ?? card;
  if (given === undefined || kindOf(given) === 'other') {
    const answer = await stripe.legacy(customers.update, withDefault(values)).catch((error: unknown) => {
      throw aboutDefault(error, values);
    });
    return customerAnswer(stripe, answer, values);
  }
  const { method, finish } = await attachNewDefault(stripe, values.customer, given);
  const answer = await stripe.legacy(customers.update, {
    ...others,
    invoice_settings: { default_payment_method: method },
  });
  return customerAnswer(stripe, answer, others, await finish());
}

type WithSettings = UpdateCustomer & { invoice_settings?: { default_payment_method: string } };

/** Makes the default pay invoices as well. A payment method can only be the default of invoices. */
function withDefault(values: UpdateCustomer): WithSettings {
  const { default_source, default_card, ...others } = values;
  const named = default_source ?? default_card;
  if (named === undefined || kindOf(named) !== 'saved') {
    return values;
  }
  const invoice_settings = { default_payment_method: named };
  return named.startsWith('pm_') ? { ...others, invoice_settings } : { ...values, invoice_settings };
}

function aboutDefault(error: unknown, { default_source, default_card }: UpdateCustomer): unknown {
  const named = default_source ?? default_card;
  const param = default_source === undefined ? 'default_card' : 'default_source';
  return error instanceof StripeApiError && error.error.param?.startsWith('invoice_settings')
    ? new StripeApiError(400, {
        type: 'invalid_request_error',
        message: `No such source: ${named}`,
        param,
      })
    : error;
}
