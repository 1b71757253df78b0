/** Paying invoices with payment methods: which one is meant, and the payment intent that charges it. */
import type { Subscription } from '#sandbox/billing/objects/subscriptions.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import { peekMethod } from '#sandbox/payments/attach-methods.ts';
import { confirmIntent } from '#sandbox/payments/confirm-intent.ts';
import { makeIntent } from '#sandbox/payments/make-intent.ts';
import { type Charge, charge } from '#sandbox/payments/objects/charges.ts';
import type { Customer } from '#sandbox/payments/objects/customers.ts';
import type { PaymentMethod } from '#sandbox/payments/objects/payment-methods.ts';

/** How an attempt came out: the charge that was made, and where it failed, why. */
export interface Paid {
  readonly made?: Charge | undefined;
  readonly error?: StripeError;
}

/** The payment method that invoices are paid with by default; where there is none, the default source is. */
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

/** Whether there is anything to pay the invoices of a customer with. */
export function canPay(call: Call, payer: Customer, billed: Subscription | undefined): boolean {
  return payer.default_source !== null || defaultMethodOf(call, payer, billed) !== undefined;
}

/** What an invoice needs to be paid. */
interface Due {
  readonly amount: number;
  readonly application_fee: number | null;
  readonly currency: string;
  readonly customer: string;
  readonly invoice: string;
  readonly statement_descriptor_suffix: string | undefined;
}

/** Pays an invoice with a payment method, without the cardholder; the attempt stands when it fails. */
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
