import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2015-02-16',
  about: 'The event transfer.canceled is called transfer.reversed.',
  eventTypes: { 'transfer.canceled': 'transfer.reversed' },
};
