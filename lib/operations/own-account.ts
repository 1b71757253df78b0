/** The account of the API key at an address without its id. */
import { id } from '#lib/parameters/parameters.ts';
import * as accounts from './accounts.ts';
import * as externalAccounts from './external-accounts.ts';
import { alias, operation } from './operation.ts';

const superseded = 'The same goes by the id of the account: /v1/accounts/{account}.';

export const update = alias(
  accounts.update,
  '/v1/account',
  { description: 'Updates the account of the API key, if it is a managed account.', deprecated: superseded },
  ['account'],
);

export const del = operation(
  'DELETE',
  '/v1/account',
  {
    description: 'Deletes a managed account: that of the API key, or the one that is named.',
    returns: 'account',
    deprecated: superseded,
  },
  { account: id('acct', 'A connected account to delete in its place.') },
);

const all = '/v1/account/external_accounts';
const one = `${all}/{id}`;

export const createExternalAccount = alias(
  externalAccounts.create,
  all,
  { description: 'Gives the account of the API key a bank account or debit card.', deprecated: superseded },
  ['account'],
);
export const retrieveExternalAccount = alias(
  externalAccounts.retrieve,
  one,
  { description: 'Retrieves a bank account or card of the account of the API key.', deprecated: superseded },
  ['account'],
);
export const updateExternalAccount = alias(
  externalAccounts.update,
  one,
  { description: 'Updates a bank account or card of the account of the API key.', deprecated: superseded },
  ['account'],
);
export const deleteExternalAccount = alias(
  externalAccounts.del,
  one,
  { description: 'Removes a bank account or card from the account of the API key.', deprecated: superseded },
  ['account'],
);
export const listExternalAccounts = alias(
  externalAccounts.list,
  all,
  {
    description: 'Lists the bank accounts and cards of the account of the API key, newest first.',
    deprecated: superseded,
  },
  ['account'],
);
