import type { Gate } from './gate.ts';
import { omit } from './objects.ts';

/**
 * Before this version, a dispute had no ID and was found through its charge, which contains it. Replies recorded at
 * 2015-04-07 have no ID; replies in tests of July 2015 have one.
 */
export const gate: Gate = {
  version: '2015-06-15',
  about: 'Disputes have ids. (That it is this version is our choice.)',
  replyOut: { dispute: (dispute) => omit(dispute, 'id') },
};
