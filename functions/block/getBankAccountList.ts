import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.list,
  {
    accountId: { to: 'account', description: 'The managed account whose bank accounts are listed.' },
    endingBefore: 'ending_before',
    limit: 'limit',
    startingAfter: 'starting_after',
  },
  {
    description: 'Lists the bank accounts of a managed account, newest first.',
    always: { object: 'bank_account' },
  },
);
