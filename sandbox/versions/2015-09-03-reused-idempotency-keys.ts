import type { Gate } from './gate.ts';

/** Before, the answer to the first request was given again. */
export const gate: Gate = {
  version: '2015-09-03',
  about: 'An idempotency key that is used for another request is an error.',
  flag: 'reused idempotency keys are errors',
};
