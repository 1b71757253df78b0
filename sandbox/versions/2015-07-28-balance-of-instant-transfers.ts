import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2015-07-28',
  about: 'Instant transfers make the event balance.available; the sandbox has no instant transfers.',
};
