import type { Gate } from './gate.ts';
import { omitFields } from './objects.ts';

/** Replies of 2015 at this version contain both; those recorded at 2014-11-05 are older than sources. */
export const gate: Gate = {
  version: '2014-12-17',
  about: 'Charges and customers show source, sources and default_source beside card, cards and default_card.',
  replyOut: omitFields({ charge: ['source'], customer: ['sources', 'default_source'] }),
};
