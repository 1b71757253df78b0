import { CURRENCIES } from '#sandbox/payments/countries.ts';
import type { Gate } from './gate.ts';
import { isWhole } from './objects.ts';

export const gate: Gate = {
  version: '2016-03-07',
  about: 'The currencies_supported of an account are found in the specification of its country.',
  replyOut: {
    account: (account) =>
      isWhole(account) ? { ...account, currencies_supported: [...CURRENCIES] } : account,
  },
};
