import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2016-06-15',
  about: 'The SKUs of a product that is deactivated stay active.',
  flag: 'SKUs stay active without their product',
};
