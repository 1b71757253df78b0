import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2026-09-30.endive',
  about: 'Intents reject payment_method_types; allowed_payment_method_types takes its place.',
  flag: 'intents take no payment_method_types',
};
