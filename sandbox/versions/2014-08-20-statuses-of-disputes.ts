import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { mapField, replaceField } from './objects.ts';

/** Which old status corresponded to each new one is not documented; this mapping is our choice. */
const BEFORE: Readonly<Record<string, string>> = {
  warning_needs_response: 'needs_response',
  warning_under_review: 'under_review',
  charge_refunded: 'lost',
};

export const gate: Gate = {
  version: '2014-08-20',
  about: 'Disputes have more statuses, and several balance transactions instead of the id of one.',
  replyOut: {
    dispute: (dispute) =>
      replaceField(
        mapField(dispute, 'status', (status) => BEFORE[String(status)] ?? status),
        'balance_transactions',
        (transactions) => ({ balance_transaction: (transactions as Json[])[0]?.['id'] ?? null }),
      ),
  },
};
