/** Payment intents as today's versions show them. */
import type Stripe from 'stripe';
import type { Failure, MethodTypes, PaymentIntent } from '../resources/payment-intents.ts';
import { paymentMethodOfToday } from './payment-method.ts';

export function paymentIntentOfToday(intent: PaymentIntent): Stripe.PaymentIntent {
  return {
    id: intent.id,
    object: 'payment_intent',
    ...methodTypesOf(intent),
    amount: intent.amount,
    amount_capturable: intent.amount_capturable,
    amount_received: intent.amount_received,
    application: null,
    application_fee_amount: intent.application_fee_amount,
    canceled_at: intent.canceled_at,
    cancellation_reason: intent.cancellation_reason,
    capture_method: intent.capture_method,
    client_secret: intent.client_secret,
    confirmation_method: intent.confirmation_method,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: intent.failure && lastErrorOf(intent.failure),
    latest_charge: intent.latest_charge,
    livemode: false,
    managed_payments: null,
    metadata: { ...intent.metadata },
    next_action: intent.status === 'requires_action' ? nextActionOf(intent) : null,
    on_behalf_of: intent.on_behalf_of,
    payment_method: intent.payment_method,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_record: null,
    processing: null,
    receipt_email: intent.receipt_email,
    review: null,
    setup_future_usage: intent.setup_future_usage,
    shipping: intent.shipping as Stripe.PaymentIntent.Shipping | null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: intent.status,
    transfer_data: intent.transfer_data && { ...intent.transfer_data },
    transfer_group: intent.transfer_group,
  };
}

/** Which kinds of payment methods an intent takes, as it is shown. */
export function methodTypesOf({
  allowed_payment_method_types: allowed,
  automatic_payment_methods: automatic,
  payment_method_types: types,
}: MethodTypes) {
  return {
    allowed_payment_method_types: allowed && ([...allowed] as 'card'[]),
    automatic_payment_methods: automatic && { ...automatic, enabled: true },
    payment_method_types: [...types],
  };
}

/** Why an attempt failed, as it is shown. */
export function lastErrorOf({ payment_method, ...failure }: Failure): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: 'card_error',
    ...(failure.charge !== undefined && { charge: failure.charge }),
    code: failure.code,
    ...(failure.decline_code !== undefined && { decline_code: failure.decline_code }),
    doc_url: docUrl(failure.code),
    message: failure.message,
    payment_method: paymentMethodOfToday(payment_method),
  };
}

/** Where Stripe explains the code of an error. */
export function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`;
}

/** What the client has to do for the cardholder to authenticate. */
export function nextActionOf({ id }: { readonly id: string }) {
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', source: id } };
}
