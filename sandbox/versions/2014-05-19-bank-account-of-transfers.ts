import type { Gate } from './gate.ts';
import { isWhole, renameFields } from './objects.ts';

/** Before, the field was there whatever the transfer went to. */
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
