import type { Gate } from './gate.ts';
import { isWhole, renameFields } from './objects.ts';

/** Before this version, every transfer had the field, whatever its destination. */
export const gate: Gate = {
  version: '2014-05-19',
  about: 'The account of a transfer is called bank_account.',
  replyOut: {
    transfer: (transfer) => ({
      ...(isWhole(transfer) && !('bank_account' in transfer) && { account: null }),
      ...renameFields(transfer, { bank_account: 'account' }),
    }),
  },
};
