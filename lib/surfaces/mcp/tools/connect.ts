/** Tools for connected accounts, and for transfers to them or to a bank. */
import * as accounts from '#lib/operations/accounts.ts';
import * as applicationFees from '#lib/operations/application-fees.ts';
import * as countrySpecs from '#lib/operations/country-specs.ts';
import * as externalAccounts from '#lib/operations/external-accounts.ts';
import * as feeRefunds from '#lib/operations/fee-refunds.ts';
import * as transferReversals from '#lib/operations/transfer-reversals.ts';
import * as transfers from '#lib/operations/transfers.ts';
import { ofAmount, ofFeeRefund, ofReversal } from './amounts.ts';
import { toolsOf } from './tool.ts';

const LINKS = ['business_url', 'support_url'];

export const connectTools = [
  ...toolsOf('transfers', {
    create_transfer: ['moves money', transfers.create, { amount: ofAmount }],
    retrieve_transfer: ['read', transfers.retrieve],
    update_transfer: ['write', transfers.update],
    cancel_transfer: ['irreversible', transfers.cancel],
    list_transfers: ['read', transfers.list],
    create_transfer_reversal: ['moves money', transferReversals.create, { amount: ofReversal }],
    retrieve_transfer_reversal: ['read', transferReversals.retrieve],
    update_transfer_reversal: ['write', transferReversals.update],
    list_transfer_reversals: ['read', transferReversals.list],
  }),
  ...toolsOf('accounts', {
    create_account: ['write', accounts.create, { omit: LINKS }],
    retrieve_account: ['read', accounts.retrieve],
    retrieve_own_account: ['read', accounts.retrieveOwn],
    update_account: ['write', accounts.update, { omit: LINKS }],
    reject_account: ['irreversible', accounts.reject],
    delete_account: ['irreversible', accounts.del],
    list_accounts: ['read', accounts.list],
    create_external_account: ['write', externalAccounts.create],
    retrieve_external_account: ['read', externalAccounts.retrieve],
    update_external_account: ['write', externalAccounts.update],
    delete_external_account: ['irreversible', externalAccounts.del],
    list_external_accounts: ['read', externalAccounts.list],
    list_country_specs: ['read', countrySpecs.list],
    retrieve_country_spec: ['read', countrySpecs.retrieve],
  }),
  ...toolsOf('application_fees', {
    retrieve_application_fee: ['read', applicationFees.retrieve],
    list_application_fees: ['read', applicationFees.list],
    create_fee_refund: ['moves money', feeRefunds.create, { amount: ofFeeRefund }],
    retrieve_fee_refund: ['read', feeRefunds.retrieve],
    update_fee_refund: ['write', feeRefunds.update],
    list_fee_refunds: ['read', feeRefunds.list],
  }),
];
