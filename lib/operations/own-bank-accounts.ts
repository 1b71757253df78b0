/** The bank accounts of the account of the API key, at an address without its id. */
import * as bankAccounts from './account-bank-accounts.ts';
import { alias } from './operation.ts';

const { deprecated } = bankAccounts.list;
const all = '/v1/account/bank_accounts';
const one = `${all}/{id}`;

export const create = alias(
  bankAccounts.create,
  all,
  { description: 'Gives the account of the API key a bank account.', deprecated },
  ['account'],
);
export const retrieve = alias(
  bankAccounts.retrieve,
  one,
  { description: 'Retrieves a bank account of the account of the API key.', deprecated },
  ['account'],
);
export const update = alias(
  bankAccounts.update,
  one,
  { description: 'Updates a bank account of the account of the API key.', deprecated },
  ['account'],
);
export const del = alias(
  bankAccounts.del,
  one,
  { description: 'Removes a bank account from the account of the API key.', deprecated },
  ['account'],
);
export const list = alias(
  bankAccounts.list,
  all,
  { description: 'Lists the bank accounts of the account of the API key, newest first.', deprecated },
  ['account'],
);
