/** Pays invoices with payment methods: chooses the method, and charges it through a PaymentIntent. */
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import { peekMethod } from '#sandbox/payments/attach-methods.ts';
import { confirmIntent } from '#sandbox/payments/confirm-intent.ts';
import { makeIntent } from '#sandbox/payments/make-intent.ts';
import { type Charge, charge } from '#sandbox/payments/objects/charges.ts';
import type { Customer } from '#sandbox/payments/objects/customers.ts';
import type { PaymentMethod } from '#sandbox/payments/objects/payment-methods.ts';

/** The result of an attempt: the charge, and if it failed, the reason. */
export interface Paid {
  readonly made?: Charge | undefined;
  readonly error?: StripeError;
}

/** Returns the default payment method of invoices. If there is none, the default source is used. */
export function defaultMethodOf(
  call: Call,
  payer: Pick<Customer, 'default_payment_method'>,
  billed: Pick<Subscription, 'default_payment_method'> | undefined,
): PaymentMethod | undefined {
  return (
    peekMethod(call, billed?.default_payment_method ?? null) ??
    peekMethod(call, payer.default_payment_method ?? null)
  );
}

/** Whether the invoices of a customer can be paid with anything. */
export function canPay(call: Call, payer: Customer, billed: Subscription | undefined): boolean {
  return payer.default_source !== null || defaultMethodOf(call, payer, billed) !== undefined;
}

/** What is needed to pay an invoice. */
interface Due {
  readonly amount: number;
  readonly application_fee: number | null;
  readonly currency: string;
  readonly customer: string;
  readonly invoice: string;
  readonly statement_descriptor_suffix: string | undefined;
}

/** Pays an invoice with a payment method, off-session. A failed attempt is kept. */
export function payWithMethod(call: Call, method: PaymentMethod, due: Due): Paid {
  const { application_fee: application_fee_amount, ...wanted } = due;
  const intent = makeIntent(call, {
    ...wanted,
    application_fee_amount,
    capture_method: 'automatic',
    payment_method: method.id,
  });
  try {
    const { latest_charge } = confirmIntent(call, intent, { off_session: true });
    return { made: call.peek(charge, latest_charge) };
  } catch (error) {
    if (!(error instanceof StripeError)) {
      throw error;
    }
    return {
      made: call.peek(charge, error.body.charge ?? null),
      error: new StripeError(error.status, error.body, { stands: true }),
    };
  }
}
