import type { Gate } from './gate.ts';

/** Before this version, a reused key replayed the first response, whatever the new parameters. */
export const gate: Gate = {
  version: '2015-09-03',
  about: 'An idempotency key that is used for another request is an error.',
  flag: 'reused idempotency keys are errors',
};
