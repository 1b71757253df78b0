import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

export const gate: Gate = {
  version: '2014-07-26',
  about: 'The refunds of an application fee are a list, which says how many there are.',
  replyOut: {
    application_fee: (fee) => mapField(fee, 'refunds', (list) => (list as { data?: unknown[] }).data ?? []),
  },
};
