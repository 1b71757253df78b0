import type { Gate } from './gate.ts';
import { replaceField } from './objects.ts';

export const gate: Gate = {
  version: '2014-09-08',
  about: 'A bank account has one status instead of disabled, validated and verified.',
  replyOut: {
    bank_account: (account) =>
      replaceField(account, 'status', (status) => ({
        disabled: status === 'errored',
        validated: status === 'validated' || status === 'verified',
        verified: status === 'verified',
      })),
  },
};
