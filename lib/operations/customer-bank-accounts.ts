/** A customer’s bank accounts by themselves; sources of all kinds have one address together. */
import { alias } from './operation.ts';
import * as sources from './sources.ts';

const superseded = 'Bank accounts are among a customer’s sources.';
const all = '/v1/customers/{customer}/bank_accounts';
const one = `${all}/{id}`;
const returns = 'bank_account';

export const create = alias(sources.create, all, {
  description: 'Attaches a bank account to a customer; the first source becomes the default.',
  returns,
  deprecated: superseded,
});
export const retrieve = alias(sources.retrieve, one, {
  description: 'Retrieves a bank account of a customer.',
  returns,
  deprecated: superseded,
});
export const update = alias(sources.update, one, {
  description: 'Updates the metadata of a customer’s bank account.',
  returns,
  deprecated: superseded,
});
export const del = alias(sources.del, one, {
  description: 'Removes a bank account from a customer.',
  returns,
  deprecated: superseded,
});
export const list = alias(
  sources.list,
  all,
  { description: 'Lists the bank accounts of a customer, newest first.', returns, deprecated: superseded },
  ['object'],
);
export const verify = alias(sources.verify, `${one}/verify`, { deprecated: superseded });
