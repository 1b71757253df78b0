import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.retrieve,
  {
    accountId: { to: 'account', description: 'The managed account whose bank account it is.' },
    bankAccountId: { to: 'id', description: 'The bank account.' },
  },
  { description: 'Retrieves a bank account of a managed account.' },
);
