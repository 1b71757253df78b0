import type { Gate } from './gate.ts';
import { omitFields } from './objects.ts';

/** Fields are added without a version, but nobody who read a reply before then has seen it. */
export const gate: Gate = {
  version: '2026-07-29.dahlia',
  about: 'Intents say in allowed_payment_method_types which payment methods were allowed.',
  replyOut: omitFields({
    payment_intent: ['allowed_payment_method_types'],
    setup_intent: ['allowed_payment_method_types'],
  }),
};
