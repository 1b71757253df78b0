/** Today's parameters for how a subscription is paid. */
import type { subscriptionAdditions } from '#lib/operations/payment-method-fields.ts';
import type { Values } from '#lib/parameters/parameters.ts';
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { ofCustomer } from '#sandbox/payments/attach-methods.ts';

export type PaymentTerms = Values<typeof subscriptionAdditions>;

/**
 * Returns what is stored with the subscription.
 * @throws {StripeError} 400 when the payment method is not the customer's, or failed payments are to leave anything
 * behind
 */
export function paymentTerms(
  call: Call,
  customer: string,
  { default_payment_method: id, payment_behavior }: PaymentTerms,
): Pick<Subscription, 'default_payment_method'> {
  if (payment_behavior !== undefined && payment_behavior !== 'error_if_incomplete') {
    throw invalidRequest(
      `The sandbox has no subscriptions that are incomplete: payment_behavior can only be error_if_incomplete, not ${payment_behavior}.`,
      { param: 'payment_behavior' },
    );
  }
  if (id === undefined) {
    return {};
  }
  return {
    default_payment_method: id === '' ? null : ofCustomer(call, customer, id, 'default_payment_method').id,
  };
}
