import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

/** Before this version, refunds were not objects: they had no IDs and formed an array, oldest first. */
export const gate: Gate = {
  version: '2014-06-17',
  about: 'The refunds of a charge are a list, which says how many there are.',
  replyOut: { charge: (charge) => mapField(charge, 'refunds', entriesOf) },
};

function entriesOf(list: unknown): Json[] {
  const { data = [] } = list as { data?: Json[] };
  return data.toReversed().map(({ amount, currency, created, object, balance_transaction }) => ({
    amount,
    currency,
    created,
    object,
    balance_transaction,
  }));
}
