import * as externalAccounts from '#lib/stripe/external-accounts.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(
  externalAccounts.list,
  { accountId: { to: 'account', description: 'The managed account whose bank accounts are listed.' } },
  {
    description: 'Lists the bank accounts of a managed account, newest first.',
    always: { object: 'bank_account' },
  },
);
