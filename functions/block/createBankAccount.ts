import * as externalAccounts from '#lib/operations/external-accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  externalAccounts.create,
  {
    accountId: { to: 'account', description: 'The managed account that gets the bank account.' },
    externalAccount: {
      to: 'external_account',
      required: false,
      description: 'The bank account: a token or a bank account dictionary.',
      example: 'btok_9CYbSlZVOXhz1d',
    },
    source: {
      to: 'external_account',
      yieldsTo: 'externalAccount',
      required: false,
      description: 'Another name for `externalAccount`, which takes precedence if both are sent.',
    },
    defaultForCurrency: 'default_for_currency',
    metadata: 'metadata',
  },
  { description: 'Adds a bank account to a managed account, for payouts.' },
);
