import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2024-04-10',
  about:
    'Payments are captured asynchronously when nothing else is said: their balance transaction comes a little later.',
  flag: 'intents are captured asynchronously',
};
