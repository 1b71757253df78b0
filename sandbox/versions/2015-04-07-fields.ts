import type { Gate } from './gate.ts';
import { withoutFields } from './objects.ts';

/** Fields are added without a version: these were in replies recorded at 2015-04-07, and not in those of 2014-11-05. */
export const gate: Gate = {
  version: '2015-04-07',
  about: 'Fields that replies recorded at this version were the first to have.',
  replyOut: withoutFields({
    account: [
      'bank_accounts',
      'business_url',
      'debit_negative_balances',
      'decline_charge_on',
      'legal_entity',
      'managed',
      'metadata',
      'product_description',
      'support_phone',
      'tos_acceptance',
      'transfer_schedule',
      'verification',
    ],
    balance_transaction: ['sourced_transfers'],
    card: ['metadata'],
    charge: ['application_fee', 'destination'],
    invoice: ['tax', 'tax_percent'],
    invoiceitem: ['period'],
    subscription: ['tax_percent'],
    transfer: [
      'amount_reversed',
      'application_fee',
      'destination',
      'destination_payment',
      'reversals',
      'reversed',
      'source_transaction',
    ],
  }),
};
