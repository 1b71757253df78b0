/** Setup intents. */
import { resourceOfToday, type Stored } from '../define.ts';
import { setupIntentOfToday } from '../today/setup-intent.ts';
import type { Failure, MethodTypes } from './payment-intents.ts';

/** A setup intent as it is kept. */
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
  render: (intent) => setupIntentOfToday(intent),
});
