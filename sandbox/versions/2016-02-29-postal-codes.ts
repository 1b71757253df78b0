import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2016-02-29',
  about:
    'The postal code of a legal entity must be one of its country; the sandbox takes any, whatever the version.',
};
