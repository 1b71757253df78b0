import type { Gate } from './gate.ts';
import { omit } from './objects.ts';

/**
 * Before, a dispute was found by its charge, which shows it whole. Replies recorded at 2015-04-07 have no id, those to
 * tests of July 2015 have one.
 */
export const gate: Gate = {
  version: '2015-06-15',
  about: 'Disputes have ids. (That it is this version is our choice.)',
  replyOut: { dispute: (dispute) => omit(dispute, 'id') },
};
