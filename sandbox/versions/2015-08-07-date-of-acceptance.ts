import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2015-08-07',
  about: 'tos_acceptance[date] must be a recent time; the sandbox takes any time, whatever the version.',
};
