import * as accounts from '#lib/operations/accounts.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(accounts.update, {
  accountId: 'account',
  businessLogo: 'business_logo',
  businessName: 'business_name',
  businessPrimaryColor: 'business_primary_color',
  businessUrl: 'business_url',
  debitNegativeBalances: 'debit_negative_balances',
  declineChargeOn: 'decline_charge_on',
  defaultCurrency: 'default_currency',
  email: 'email',
  externalAccount: 'external_account',
  legalEntity: 'legal_entity',
  metadata: 'metadata',
  productDescription: 'product_description',
  statementDescriptor: 'statement_descriptor',
  supportEmail: 'support_email',
  supportPhone: 'support_phone',
  supportUrl: 'support_url',
  tosAcceptance: 'tos_acceptance',
  transferSchedule: 'transfer_schedule',
});
