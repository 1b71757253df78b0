/** PaymentIntents. */
import type Stripe from 'stripe';
import { resourceOfToday } from '#sandbox/engine/define.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import { type PaymentMethod, showMethod } from './payment-methods.ts';

/** Why the last attempt failed. */
export interface Failure {
  readonly code: string;
  readonly decline_code?: string | undefined;
  readonly message: string;
  readonly charge?: string | undefined;
  /** The payment method that was to be used, as it was at that time. */
  readonly payment_method: PaymentMethod;
}

/** The payment method types of an intent. */
export interface MethodTypes {
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly automatic_payment_methods: { readonly allow_redirects: 'always' | 'never' } | null;
  readonly payment_method_types: readonly string[];
}

/** A stored PaymentIntent. */
export interface PaymentIntent extends Stored, MethodTypes {
  readonly object: 'payment_intent';
  readonly created: number;
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly application_fee_amount: number | null;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: 'automatic' | 'automatic_async' | 'manual';
  readonly confirmation_method: 'automatic' | 'manual';
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly failure: Failure | null;
  /** The invoice that it pays. */
  readonly invoice?: string | undefined;
  /** Whether the cardholder has authenticated it. */
  readonly isAuthenticated?: boolean;
  readonly latest_charge: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  readonly receipt_email: string | null;
  /** The secret for the client that shows the payment to the cardholder. */
  readonly client_secret: string;
  readonly setup_future_usage: 'off_session' | 'on_session' | null;
  readonly shipping: object | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled';
  readonly transfer_data: { readonly amount?: number | undefined; readonly destination: string } | null;
  readonly transfer_group: string | null;
}

export const paymentIntent = resourceOfToday<PaymentIntent>('payment_intent', {
  id: { prefix: 'pi', length: 24 },
  indexes: { customer: ({ customer }) => customer },
  expandable: {
    customer: 'customer',
    latest_charge: 'charge',
    on_behalf_of: 'account',
    payment_method: 'payment_method',
  },
  render: showIntent,
});

function showIntent(intent: PaymentIntent): Stripe.PaymentIntent {
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

/** Renders the payment method types of an intent. */
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

/** Renders why an attempt failed. */
export function lastErrorOf({ payment_method, ...failure }: Failure): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: 'card_error',
    ...(failure.charge !== undefined && { charge: failure.charge }),
    code: failure.code,
    ...(failure.decline_code !== undefined && { decline_code: failure.decline_code }),
    doc_url: docUrl(failure.code),
    message: failure.message,
    payment_method: showMethod(payment_method),
  };
}

/** The URL where Stripe explains an error code. */
export function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`;
}

/** Renders what the client must do so that the cardholder can authenticate. */
export function nextActionOf({ id }: { readonly id: string }) {
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', source: id } };
}
