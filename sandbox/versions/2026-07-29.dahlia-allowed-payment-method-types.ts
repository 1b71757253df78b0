import type { Gate } from './gate.ts';
import { omitFields } from './objects.ts';

/** Stripe adds fields without a version, but no reply from before this one has the field. */
export const gate: Gate = {
  version: '2026-07-29.dahlia',
  about: 'Intents say in allowed_payment_method_types which payment methods were allowed.',
  replyOut: omitFields({
    payment_intent: ['allowed_payment_method_types'],
    setup_intent: ['allowed_payment_method_types'],
  }),
};
