/** Endpoints that were replaced and still work: external accounts of one kind, and those of the key's own account. */
import * as accountBankAccounts from '#lib/operations/account-bank-accounts.ts';
import * as ownAccount from '#lib/operations/own-account.ts';
import * as ownBankAccountsOfKey from '#lib/operations/own-bank-accounts.ts';
import { alias } from '#sandbox/engine/define.ts';
import { forOneKind } from '#sandbox/payments/legacy-endpoints.ts';
import * as accounts from './accounts.ts';
import * as externalAccounts from './external-accounts.ts';

export const bankAccountsOfAccounts = forOneKind('bank_account', accountBankAccounts, externalAccounts);

export const ownBankAccounts = forOneKind('bank_account', ownBankAccountsOfKey, externalAccounts);

export const updateOwnAccount = alias(ownAccount.update, accounts.update);

export const deleteOwnAccount = alias(ownAccount.del, accounts.del);

export const createOwnExternalAccount = alias(ownAccount.createExternalAccount, externalAccounts.create);

export const retrieveOwnExternalAccount = alias(
  ownAccount.retrieveExternalAccount,
  externalAccounts.retrieve,
);

export const updateOwnExternalAccount = alias(ownAccount.updateExternalAccount, externalAccounts.update);

export const deleteOwnExternalAccount = alias(ownAccount.deleteExternalAccount, externalAccounts.del);

export const listOwnExternalAccounts = alias(ownAccount.listExternalAccounts, externalAccounts.list);
