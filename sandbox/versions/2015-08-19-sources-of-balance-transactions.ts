import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext } from '#sandbox/engine/versions.ts';
import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

/** Before this version, the source was that of the charge. */
export const gate: Gate = {
  version: '2015-08-19',
  about: 'The source of a balance transaction of a refund or a dispute is the refund or the dispute.',
  replyOut: {
    balance_transaction: (transaction, sight) =>
      mapField(transaction, 'source', (source) =>
        isObject(source)
          ? (sight.show('charge', chargeOf(source)) ?? source)
          : (chargeOf(shownBy(sight, source)) ?? source),
      ),
  },
};

function shownBy(sight: GateContext, id: unknown): Json | undefined {
  return sight.show('refund', id) ?? sight.show('dispute', id);
}

function chargeOf(source: Json | undefined): unknown {
  const { object, charge } = source ?? {};
  return object === 'refund' || object === 'dispute' ? charge : undefined;
}
