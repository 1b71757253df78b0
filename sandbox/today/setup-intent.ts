/** Setup intents as today's versions show them. */
import type Stripe from 'stripe';
import type { SetupIntent } from '../resources/setup-intents.ts';
import { lastErrorOf, methodTypesOf, nextActionOf } from './payment-intent.ts';

export function setupIntentOfToday(intent: SetupIntent): Stripe.SetupIntent {
  return {
    id: intent.id,
    object: 'setup_intent',
    ...methodTypesOf(intent),
    application: null,
    cancellation_reason: intent.cancellation_reason,
    client_secret: intent.client_secret,
    created: intent.created,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: intent.failure && lastErrorOf(intent.failure),
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: { ...intent.metadata },
    next_action: intent.status === 'requires_action' ? nextActionOf(intent) : null,
    on_behalf_of: intent.on_behalf_of,
    payment_method: intent.payment_method,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    single_use_mandate: null,
    status: intent.status,
    usage: intent.usage,
  };
}
