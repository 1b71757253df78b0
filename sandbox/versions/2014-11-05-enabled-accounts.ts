import type { Gate } from './gate.ts';
import { renameFields } from './objects.ts';

export const gate: Gate = {
  version: '2014-11-05',
  about:
    'charge_enabled and transfer_enabled of an account are called charges_enabled and transfers_enabled.',
  replyOut: {
    account: (account) =>
      renameFields(account, { charges_enabled: 'charge_enabled', transfers_enabled: 'transfer_enabled' }),
  },
};
