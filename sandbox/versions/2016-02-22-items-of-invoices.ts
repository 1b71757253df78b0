import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2016-02-22',
  about: 'An invoice can have at most 250 items.',
  flag: 'invoices have at most 250 items',
};
