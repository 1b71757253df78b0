import type { Gate } from './gate.ts';
import { omit } from './objects.ts';

export const gate: Gate = {
  version: '2014-07-22',
  about: 'Invoice items that a subscription made, and their lines, say its plan and quantity.',
  replyOut: {
    invoiceitem: (item) => omit(item, 'plan', 'quantity'),
    line_item: (line) => (line['type'] === 'invoiceitem' ? { ...line, plan: null, quantity: null } : line),
  },
};
