import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate, ObjectChange } from './gate.ts';

/** Before this version, the period of a proration was a single moment, as in a recorded reply. */
const atOnce: ObjectChange = (line) =>
  line['proration'] === true && isObject(line['period'])
    ? { ...line, period: { start: line['period']['start'], end: line['period']['start'] } satisfies Json }
    : line;

export const gate: Gate = {
  version: '2015-04-07',
  about:
    'Prorations say until when they are for. (The order of an invoice’s lines changed too; what it was is not documented.)',
  replyOut: { invoiceitem: atOnce, line_item: atOnce },
};
