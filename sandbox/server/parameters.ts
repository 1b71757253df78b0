/**
 * What the sandbox makes of parameters: why it rejects some that Stripe's description of 2017-08-15 has, which it only
 * keeps and shows, and where the bounds of the others come from. `PARAMETERS.md` is made of this and the operations.
 */
import type { Operation } from '#lib/operations/operation.ts';

/** Why a parameter is rejected, by operation and the parameter's name; nested ones as `legal_entity[director]`. */
export type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

const LATER = 'came after 2016-07-06';
const PAYOUTS = 'came on 2017-04-06, when payouts were split from transfers';
const PLANS = 'came after 2016-07-06, with subscriptions to several plans';
const GROUPS = 'came after 2016-07-06, with charges whose transfers are made apart';
const UNDOCUMENTED = 'Stripe documents it nowhere, and none of its libraries sends it';
const IN_PARTS = 'Stripe documents the address, and the customer’s data, only as a whole';

function all(names: readonly string[], reason: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

const ACCOUNT = {
  payout_schedule: PAYOUTS,
  payout_statement_descriptor: PAYOUTS,
  ...all(
    [
      'legal_entity[additional_directors]',
      'legal_entity[director]',
      'legal_entity[directors_provided]',
      'legal_entity[owners_provided]',
      'legal_entity[percent_ownership]',
      'legal_entity[verification][document_back]',
      'legal_entity[additional_owners][percent_ownership]',
      'legal_entity[additional_owners][verification][document_back]',
    ],
    LATER,
  ),
  ...all(
    ['legal_entity', 'legal_entity[additional_owners]'].flatMap((holder) =>
      ['details', 'status'].map((field) => `${holder}[verification][${field}]`),
    ),
    'says what came of the verification, which is not the caller’s to say',
  ),
  'tos_acceptance[iovation_blackbox]': UNDOCUMENTED,
};

const DISPUTE = {
  submit: LATER,
  ...all(
    [
      ...['billing', 'shipping'].flatMap((kind) =>
        ['city', 'country', 'line1', 'line2', 'postal_code', 'state'].map(
          (part) => `evidence[${kind}_address_${part}]`,
        ),
      ),
      'evidence[customer_account_created]',
      'evidence[customer_email_verified]',
      'evidence[customer_phone]',
      'evidence[customer_phone_verified]',
      'evidence[shipping_address_is_residential]',
      'evidence[shipping_customer_instructions]',
      'evidence[shipping_name]',
      'evidence[shipping_phone]',
    ],
    IN_PARTS,
  ),
};

/** The description has them of payments only, for Stripe’s own pages. */
const PAYMENT = all(
  ['idempotency_key', 'order', 'payment_method', 'statement_address', 'three_d_secure'],
  UNDOCUMENTED,
);

export const REJECTED: Reasons = {
  'GET /v1/balance/history': { payout: PAYOUTS },
  'GET /v1/charges': { transfer_group: GROUPS },
  'GET /v1/customers/{customer}/sources': { type: `${LATER}, with sources of other kinds` },
  'GET /v1/invoices/upcoming': { subscription_items: PLANS },
  'GET /v1/invoices/{invoice}/lines': { subscription_items: PLANS },
  'GET /v1/payments': { transfer_group: GROUPS },
  'GET /v1/transfers': { transfer_group: GROUPS },
  'POST /v1/accounts': { ...ACCOUNT, type: 'came in 2017 in the place of `managed`' },
  'POST /v1/accounts/{account}': ACCOUNT,
  'POST /v1/application_fees/{id}/refund': { directive: UNDOCUMENTED },
  'POST /v1/application_fees/{id}/refunds': { directive: UNDOCUMENTED },
  'POST /v1/bitcoin/payments': PAYMENT,
  'POST /v1/charges': {
    ...all(
      [
        'alternate_statement_descriptors',
        'application',
        'external_id',
        'invoice',
        'invoice_source',
        'recurring',
        'trust',
      ],
      UNDOCUMENTED,
    ),
    ...all(['destination[account]', 'destination[amount]', 'level3', 'on_behalf_of'], LATER),
    transfer_group: GROUPS,
  },
  'POST /v1/charges/{charge}': { transfer_group: GROUPS },
  'POST /v1/charges/{charge}/capture': { destination: LATER },
  'POST /v1/charges/{charge}/dispute': DISPUTE,
  'POST /v1/charges/{charge}/refund': {
    description: 'refunds have no description',
    directive: UNDOCUMENTED,
  },
  'POST /v1/customers': { default_source: 'a new customer has no sources to choose from' },
  'POST /v1/customers/{customer}/sources/{id}/verify': { verification_method: UNDOCUMENTED },
  'POST /v1/customers/{customer}/subscriptions': { items: PLANS },
  'POST /v1/customers/{customer}/subscriptions/{subscription}': { items: PLANS },
  'POST /v1/disputes/{dispute}': DISPUTE,
  'POST /v1/invoices/{invoice}/pay': { source: LATER },
  'POST /v1/orders/{id}/pay': { shipping_method: UNDOCUMENTED },
  'POST /v1/payments': PAYMENT,
  'POST /v1/plans/{plan}': { trial_period_days: `${LATER}; until then plans could not be changed so` },
  'POST /v1/recipients/{recipient}': { type: 'what a recipient is cannot change' },
  'POST /v1/refunds': { directive: UNDOCUMENTED },
  'POST /v1/subscriptions': { items: PLANS },
  'POST /v1/subscriptions/{subscription}': { items: PLANS },
  'POST /v1/transfers': { transfer_group: GROUPS },
};

/** Why parameters of an operation are rejected; another address of one rejects what that does. */
export function rejectedBy({ method, path, aliasOf }: Operation): Readonly<Record<string, string>> {
  return { ...(aliasOf && rejectedBy(aliasOf)), ...REJECTED[`${method} ${path}`] };
}

/** Names of parameters that are kept with the object and shown, and change nothing else. */
export const KEPT: readonly string[] = [
  ...['business_logo', 'business_name', 'business_primary_color', 'business_url', 'business_vat_id'],
  ...['caption', 'deactivate_on', 'description', 'fraud_details', 'image', 'images', 'metadata', 'name'],
  ...['package_dimensions', 'product_description', 'reason', 'receipt_email', 'statement_descriptor'],
  ...['support_email', 'support_phone', 'support_url', 'url', 'debit_negative_balances'],
];

/** Parameters that are taken and change nothing, by name or by operation and name; why. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  ip: 'Stripe assesses risks by it and shows it nowhere',
  payment_user_agent: 'Stripe assesses risks by it and shows it nowhere',
  referrer: 'Stripe assesses risks by it and shows it nowhere',
  user_agent: 'Stripe assesses risks by it and shows it nowhere',
  request_id: 'only Stripe’s script reads it',
  'POST /v1/subscriptions prorate': 'a new subscription has nothing to prorate',
  'POST /v1/customers/{customer}/subscriptions prorate': 'a new subscription has nothing to prorate',
};

const DESCRIBED = 'Stripe’s description';
const MEANING = 'it counts or measures something';
const PERCENT = 'from 0 to 100 with at most 4 decimal places';
const DAY_OF_MONTH = 'it is the day of a month';

/** Where the bounds of a parameter come from, by its name and the bounds. */
export const BOUNDS: Readonly<Record<string, string>> = {
  'limit: from 1 to 100': DESCRIBED,
  'count: from 0 to 100': 'the RAML; that 0 is taken, a recorded test',
  'offset: of at least 0': 'the RAML',
  'amount: of at least 0': 'Stripe’s description, of plans',
  'amount: of at least 1': 'Stripe’s error “Invalid positive integer”',
  'amount_off: of at least 1': DESCRIBED,
  'amounts: at most 2 values': DESCRIBED,
  'amounts: of at least 1': DESCRIBED,
  'application_fee: of at least 0': MEANING,
  [`application_fee_percent: ${PERCENT}`]: 'Stripe’s description; the decimal places, the blocks’ tables',
  'attributes: at most 5 values': DESCRIBED,
  'business_primary_color: a CSS hex colour, e.g. #336699': DESCRIBED,
  'day: from 1 to 31': DAY_OF_MONTH,
  'duration_in_months: of at least 1': DESCRIBED,
  'height: of at least 0': MEANING,
  'images: at most 8 values': DESCRIBED,
  'interval_count: from 1 to 365': 'Stripe’s description: one year',
  'length: of at least 0': MEANING,
  'max_redemptions: of at least 1': DESCRIBED,
  'month: from 1 to 12': 'it is a month',
  'monthly_anchor: from 1 to 31': DAY_OF_MONTH,
  'percent_off: from 1 to 100': DESCRIBED,
  'price: of at least 0': DESCRIBED,
  'quantity: of at least 0': MEANING,
  'receipt_email: an e-mail address, e.g. jenny@example.com':
    'Stripe’s error “Invalid email address”, recorded for charges in 2018',
  'statement_description: of at most 22 characters without < >': 'Stripe’s description, of the newer name',
  'statement_descriptor: of at most 22 characters': 'Stripe’s description of payouts, and the blocks’ tables',
  'statement_descriptor: of at most 22 characters without < >': DESCRIBED,
  'statement_descriptor: of at most 22 characters without < > " \'': DESCRIBED,
  'subscription_quantity: of at least 0': MEANING,
  [`subscription_tax_percent: ${PERCENT}`]: 'Stripe’s description, of `tax_percent`',
  [`tax_percent: ${PERCENT}`]: DESCRIBED,
  'trial_period_days: of at least 0': MEANING,
  'types: at most 20 values': DESCRIBED,
  'weight: of at least 0': MEANING,
  'width: of at least 0': MEANING,
};
