/** Chooses the payment method of an intent. */
import type { methodData } from '#lib/operations/payment-method-fields.ts';
import type { ValueOf } from '#lib/parameters/parameters.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { PaymentMethod } from '#sandbox/payments/objects/payment-methods.ts';
import { checkUsable, findMethod, makeMethod } from './attach-methods.ts';

/** How a caller names a payment method. */
export interface Choice {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: ValueOf<typeof methodData> | undefined;
}

/**
 * Returns the payment method that is named, or created from the data in the request; undefined if neither was sent.
 * @throws {StripeError} 400 when both were sent, it does not exist, belongs to another customer, or was used up
 */
export function chosenMethod(
  call: Call,
  { payment_method: id, payment_method_data: data }: Choice,
  customer: string | null,
): PaymentMethod | undefined {
  if (id !== undefined && data !== undefined) {
    throw invalidRequest('payment_method and payment_method_data are mutually exclusive.', {
      param: 'payment_method_data',
    });
  }
  if (data !== undefined) {
    return makeMethod(call, data);
  }
  return id === undefined ? undefined : usableBy(findMethod(call, id), customer);
}

/** @throws {StripeError} 400 when a payment method belongs to another customer, or was used up */
export function usableBy(method: PaymentMethod, customer: string | null): PaymentMethod {
  checkUsable(method);
  if (method.customer != null && customer === null) {
    throw invalidRequest(
      `The PaymentMethod ${method.id} belongs to a Customer. Say which one by the parameter customer.`,
      { param: 'source', code: 'parameter_missing' },
    );
  }
  if (method.customer != null && method.customer !== customer) {
    throw invalidRequest(`The PaymentMethod ${method.id} does not belong to the Customer ${customer}.`, {
      param: 'payment_method',
    });
  }
  return method;
}
