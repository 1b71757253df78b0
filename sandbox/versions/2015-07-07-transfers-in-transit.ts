import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

/** Before this version, a transfer became `paid` as soon as it was submitted to the bank. */
export const gate: Gate = {
  version: '2015-07-07',
  about: 'A transfer that was submitted to the bank is in_transit until it arrives.',
  replyOut: {
    transfer: (transfer) =>
      mapField(transfer, 'status', (status) => (status === 'in_transit' ? 'paid' : status)),
  },
};
