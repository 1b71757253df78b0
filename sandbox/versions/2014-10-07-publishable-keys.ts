import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2014-10-07',
  about: 'Publishable keys cannot retrieve tokens, and do not see fingerprints.',
  flag: 'publishable keys only make tokens',
};
