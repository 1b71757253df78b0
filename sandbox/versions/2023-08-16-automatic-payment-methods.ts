import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2023-08-16',
  about: 'Intents take the payment methods that the Dashboard enables when nothing else is said.',
  flag: 'intents take what the Dashboard enables',
};
