import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.retrieve,
  {
    accountId: { to: 'account', description: 'The managed account that owns the bank account.' },
    bankAccountId: { to: 'id', description: 'The bank account.' },
  },
  { description: 'Retrieves a bank account of a managed account.' },
);
