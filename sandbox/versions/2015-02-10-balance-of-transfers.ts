import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

/** How a closed inquiry was rendered before this version is not documented; this is our choice. */
export const gate: Gate = {
  version: '2015-02-10',
  about: 'Transfers in test mode need a balance; inquiries can be warning_closed.',
  flag: 'transfers need a balance',
  replyOut: {
    dispute: (dispute) =>
      mapField(dispute, 'status', (status) => (status === 'warning_closed' ? 'won' : status)),
  },
};
