import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.del,
  {
    accountId: { to: 'account', description: 'The managed account that owns the bank account.' },
    bankAccountId: { to: 'id', description: 'The bank account.' },
  },
  { description: 'Removes a bank account from a managed account.' },
);
