import type { Change, Gate } from './gate.ts';
import { inPlaceOf, inTurn, made, withoutFields } from './objects.ts';

const added = withoutFields({
  account: ['business_name', 'display_name', 'timezone'],
  bank_account: ['account', 'default_for_currency', 'id', 'metadata', 'name', 'routing_number'],
  charge: ['fraud_details', 'receipt_email', 'receipt_number', 'shipping', 'statement_description'],
  coupon: ['created', 'metadata', 'valid'],
  customer: ['currency'],
  discount: ['subscription'],
  dispute: ['is_charge_refundable', 'metadata'],
  invoice: [
    'description',
    'forgiven',
    'metadata',
    'receipt_number',
    'statement_description',
    'subscription',
    'webhooks_delivered_at',
  ],
  invoiceitem: ['metadata', 'subscription'],
  line_item: ['metadata', 'subscription'],
  plan: ['created', 'metadata', 'statement_description'],
  recipient: ['cards', 'default_card', 'migrated_to'],
  subscription: ['discount', 'metadata'],
  token: ['client_ip'],
  transfer: ['created', 'failure_code', 'failure_message', 'type'],
});

/** In 2013 an account knew the currency of its country alone, and wrote it in capitals. */
const currencies: Change = (account) =>
  inPlaceOf(
    made(account, 'default_currency', (currency) => String(currency).toUpperCase()),
    'currencies_supported',
    () => ({ currencies_supported: [String(account['default_currency']).toUpperCase()] }),
  );

/** Fields are added without a version: these were in replies recorded at 2014-10-07, and not in those of 2013-08-13. */
export const gate: Gate = {
  version: '2014-10-07',
  about: 'Fields that replies recorded at this version were the first to have; currencies are in lower case.',
  replyOut: inTurn({ account: currencies }, added),
};
