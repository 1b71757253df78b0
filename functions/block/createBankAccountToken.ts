import * as tokens from '#lib/operations/tokens.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(
  tokens.create,
  {
    bankAccountCountry: 'bank_account.country',
    bankAccountCurrency: 'bank_account.currency',
    bankAccountAccountHolderName: 'bank_account.account_holder_name',
    bankAccountAccountHolderType: 'bank_account.account_holder_type',
    bankAccountRoutingNumber: 'bank_account.routing_number',
    bankAccountNumber: 'bank_account.account_number',
  },
  {
    description: 'Creates a single-use token for a bank account.',
    excluded: ['card', 'pii'],
  },
);
