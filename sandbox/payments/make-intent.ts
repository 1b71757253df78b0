/** Creates PaymentIntents. */
import type { Call } from '#sandbox/engine/call.ts';
import { type PaymentIntent, paymentIntent } from '#sandbox/payments/objects/payment-intents.ts';

type Wanted = Partial<PaymentIntent> & Pick<PaymentIntent, 'amount' | 'currency' | 'capture_method'>;

/** Creates a PaymentIntent for cards, not yet confirmed. */
export function makeIntent(call: Call, wanted: Wanted): PaymentIntent {
  const id = call.newId(paymentIntent);
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const made = call.create(paymentIntent, {
    allowed_payment_method_types: null,
    amount_capturable: 0,
    amount_received: 0,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    confirmation_method: 'automatic',
    customer: null,
    description: null,
    failure: null,
    latest_charge: null,
    metadata: {},
    on_behalf_of: null,
    payment_method: null,
    payment_method_types: ['card'],
    receipt_email: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor_suffix: null,
    status: wanted.payment_method == null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: null,
    ...(given as Wanted),
    id,
    client_secret: `${id}_secret_${call.account.random.text(25)}`,
  });
  call.announce('payment_intent.created', made);
  return made;
}
