import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2014-11-20',
  about:
    'A dispute stays won when its charge is refunded; lines of subscriptions show the subscription’s metadata instead of the plan’s.',
  replyOut: {
    dispute: (dispute, sight) =>
      dispute['status'] === 'won' && chargeOf(dispute, sight.show)?.['refunded'] === true
        ? { ...dispute, status: 'charge_refunded' }
        : dispute,
    line_item: (line) =>
      line['type'] === 'subscription' && isObject(line['plan'])
        ? { ...line, metadata: line['plan']['metadata'] ?? {} }
        : line,
  },
};

function chargeOf({ charge }: Json, show: (kind: string, id: unknown) => Json | undefined): Json | undefined {
  return isObject(charge) ? charge : show('charge', charge);
}
