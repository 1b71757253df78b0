/** SetupIntents. */
import type Stripe from 'stripe';
import { resourceOfToday } from '#sandbox/engine/define.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import {
  type Failure,
  lastErrorOf,
  type MethodTypes,
  methodTypesOf,
  nextActionOf,
} from './payment-intents.ts';

/** A stored SetupIntent. */
export interface SetupIntent extends Stored, MethodTypes {
  readonly object: 'setup_intent';
  readonly created: number;
  readonly cancellation_reason: string | null;
  readonly client_secret: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly failure: Failure | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  readonly status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'succeeded'
    | 'canceled';
  readonly usage: 'off_session' | 'on_session';
}

export const setupIntent = resourceOfToday<SetupIntent>('setup_intent', {
  noun: 'setupintent',
  id: { prefix: 'seti', length: 24 },
  indexes: { customer: ({ customer }) => customer, payment_method: ({ payment_method }) => payment_method },
  expandable: { customer: 'customer', on_behalf_of: 'account', payment_method: 'payment_method' },
  render: showSetup,
});

function showSetup(intent: SetupIntent): Stripe.SetupIntent {
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
