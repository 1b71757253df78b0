import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.update,
  {
    accountId: { to: 'account', description: 'The managed account that owns the bank account.' },
    bankAccountId: { to: 'id', description: 'The bank account.' },
    metadata: 'metadata',
  },
  { description: 'Updates the metadata of a bank account of a managed account.' },
);
