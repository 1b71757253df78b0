/** Payment intents. */
import { resourceOfToday, type Stored } from '../define.ts';
import { paymentIntentOfToday } from '../today/payment-intent.ts';
import type { PaymentMethod } from './payment-methods.ts';

/** Why the last attempt failed. */
export interface Failure {
  readonly code: string;
  readonly decline_code?: string | undefined;
  readonly message: string;
  readonly charge?: string | undefined;
  /** What was to be used, as it was then. */
  readonly payment_method: PaymentMethod;
}

/** Which kinds of payment methods an intent takes. */
export interface MethodTypes {
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly automatic_payment_methods: { readonly allow_redirects: 'always' | 'never' } | null;
  readonly payment_method_types: readonly string[];
}

/** A payment intent as it is kept. */
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
  /** The cardholder has authenticated it. */
  readonly isAuthenticated?: boolean;
  readonly latest_charge: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  readonly receipt_email: string | null;
  /** What the client that shows the payment to the cardholder is given. */
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
  render: (intent) => paymentIntentOfToday(intent),
});
