/** A managed account’s bank accounts, as they were before debit cards joined them: https://stripe.com/docs/api of 2014-12-17. */
import * as externalAccounts from './external-accounts.ts';
import { alias } from './operation.ts';

const superseded = 'Bank accounts are among an account’s external accounts since 2015-10-01.';
const all = '/v1/accounts/{account}/bank_accounts';
const one = `${all}/{id}`;

export const create = alias(externalAccounts.create, all, {
  description: 'Gives a managed account a bank account that its funds can go to.',
  deprecated: superseded,
});
export const retrieve = alias(externalAccounts.retrieve, one, {
  description: 'Retrieves a bank account of a managed account.',
  deprecated: superseded,
});
export const update = alias(externalAccounts.update, one, {
  description: 'Updates the metadata of a managed account’s bank account, or makes it the default.',
  deprecated: superseded,
});
export const del = alias(externalAccounts.del, one, {
  description: 'Removes a bank account from a managed account.',
  deprecated: superseded,
});
export const list = alias(
  externalAccounts.list,
  all,
  { description: 'Lists the bank accounts of a managed account, newest first.', deprecated: superseded },
  ['object'],
);
