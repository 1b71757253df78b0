import type { Gate } from './gate.ts';
import { renameFields } from './objects.ts';

/** The field was called `statement_descriptor` before this version, and again from 2014-12-17 on. */
export const gate: Gate = {
  version: '2014-03-13',
  about: 'The statement_descriptor of a transfer is called statement_description.',
  replyOut: {
    transfer: (transfer) => renameFields(transfer, { statement_description: 'statement_descriptor' }),
  },
};
