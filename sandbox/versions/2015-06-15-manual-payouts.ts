import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2015-06-15',
  about:
    'What is an error about transfers of accounts that are paid by hand; the sandbox pays no account by itself.',
};
