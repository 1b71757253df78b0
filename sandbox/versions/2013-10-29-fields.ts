import { isObject } from '#lib/http/json-object.ts';
import { StripeError } from '#sandbox/engine/errors.ts';
import type { Gate } from './gate.ts';
import { composeChanges, mapField, omit, omitFields } from './objects.ts';

/**
 * Fields that neither the RAML nor the recorded replies of 2013-08-13 have, and that no caller of that version can
 * set.
 */
const added = omitFields({
  account: [
    'bank_accounts',
    'business_logo',
    'business_name',
    'business_primary_color',
    'business_url',
    'debit_negative_balances',
    'decline_charge_on',
    'display_name',
    'legal_entity',
    'managed',
    'metadata',
    'product_description',
    'support_email',
    'support_phone',
    'support_url',
    'timezone',
    'tos_acceptance',
    'transfer_schedule',
    'verification',
  ],
  balance_transaction: ['sourced_transfers'],
  bank_account: [
    'account',
    'account_holder_type',
    'default_for_currency',
    'disabled',
    'id',
    'metadata',
    'name',
    'routing_number',
    'verified',
  ],
  card: ['tokenization_method'],
  charge: ['order', 'outcome', 'receipt_number', 'source_transfer', 'status'],
  coupon: ['created'],
  customer: ['currency'],
  discount: ['subscription'],
  dispute: ['is_charge_refundable'],
  event: ['api_version'],
  invoice: ['receipt_number', 'webhooks_delivered_at'],
  invoiceitem: ['period'],
  line_item: ['subscription'],
  plan: ['created'],
  recipient: ['migrated_to'],
  subscription: ['created', 'livemode'],
  token: ['client_ip'],
  transfer: [
    'amount_reversed',
    'application_fee',
    'destination_payment',
    'failure_code',
    'failure_message',
    'method',
    'reversals',
    'reversed',
  ],
});

const amounts = (list: unknown) =>
  Array.isArray(list) ? list.map((one) => (isObject(one) ? omit(one, 'source_types') : one)) : list;

/**
 * Stripe adds fields without a new version: replies recorded in 2014 at a version of 2012 have fields that replies
 * recorded in 2013 at a version of 2013 lack. So only the oldest version, which the RAML describes, omits fields, and
 * none that its callers can set.
 */
export const gate: Gate = {
  version: '2013-10-29',
  about: 'Replies have fields that the RAML does not; 404 has no code.',
  replyOut: composeChanges(
    { balance: (balance) => mapField(mapField(balance, 'available', amounts), 'pending', amounts) },
    added,
  ),
  errorOut: ({ status, body, stands }) => {
    const missing = status === 404 && body.param !== undefined ? { code: 'missing' } : {};
    return new StripeError(status, { ...missing, ...body }, { stands });
  },
};
