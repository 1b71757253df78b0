/**
 * How the sandbox treats parameters: why it rejects some parameters of Stripe's API of 2017-08-15, which ones it only
 * stores and returns, and where the limits of the others come from. `PARAMETERS.md` is generated from this and from
 * the operations.
 */
import type { Operation } from '#lib/operations/operation.ts';

/**
 * Why a parameter is rejected, by operation and parameter name. Nested parameters look like `legal_entity[director]`.
 */
export type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

const LATER = 'added after 2016-07-06';
const PAYOUTS = 'added on 2017-04-06, when payouts were separated from transfers';
const PLANS = 'added after 2016-07-06, with subscriptions to several plans';
const GROUPS = 'added after 2016-07-06, with separate charges and transfers';
const UNDOCUMENTED = 'not in Stripe’s documentation, and none of its libraries sends it';
const IN_PARTS = 'Stripe only documents the whole address and the customer’s data as a whole';

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
    'the result of the verification, which callers cannot set',
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

/** Stripe's description only mentions these for payments, and its own pages use them. */
const PAYMENT = all(
  ['idempotency_key', 'order', 'payment_method', 'statement_address', 'three_d_secure'],
  UNDOCUMENTED,
);

export const REJECTED: Reasons = {
  'GET /v1/balance/history': { payout: PAYOUTS },
  'GET /v1/charges': { transfer_group: GROUPS },
  'GET /v1/customers/{customer}/sources': { type: `${LATER}, with other kinds of sources` },
  'GET /v1/invoices/upcoming': { subscription_items: PLANS },
  'GET /v1/invoices/{invoice}/lines': { subscription_items: PLANS },
  'GET /v1/payments': { transfer_group: GROUPS },
  'GET /v1/transfers': { transfer_group: GROUPS },
  'POST /v1/accounts': { ...ACCOUNT, type: 'added in 2017 to replace `managed`' },
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
  'POST /v1/plans/{plan}': { trial_period_days: `${LATER}; before, it could not be changed` },
  'POST /v1/recipients/{recipient}': { type: 'the type of a recipient cannot change' },
  'POST /v1/refunds': { directive: UNDOCUMENTED },
  'POST /v1/subscriptions': { items: PLANS },
  'POST /v1/subscriptions/{subscription}': { items: PLANS },
  'POST /v1/transfers': { transfer_group: GROUPS },
};

/**
 * Returns the reasons why parameters of an operation are rejected. An alias of an operation rejects the same ones.
 */
export function rejectedBy({ method, path, aliasOf }: Operation): Readonly<Record<string, string>> {
  return { ...(aliasOf && rejectedBy(aliasOf)), ...REJECTED[`${method} ${path}`] };
}

/** Parameters that are stored with the object and returned, with no other effect. */
export const KEPT: readonly string[] = [
  ...['business_logo', 'business_name', 'business_primary_color', 'business_url', 'business_vat_id'],
  ...['caption', 'deactivate_on', 'description', 'fraud_details', 'image', 'images', 'metadata', 'name'],
  ...['package_dimensions', 'product_description', 'reason', 'receipt_email', 'statement_descriptor'],
  ...['support_email', 'support_phone', 'support_url', 'url', 'debit_negative_balances'],
];

/** Parameters that are accepted without any effect, by name or by operation and name, and the reason. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  ip: 'Stripe only uses it to assess risk and never returns it',
  payment_user_agent: 'Stripe only uses it to assess risk and never returns it',
  referrer: 'Stripe only uses it to assess risk and never returns it',
  user_agent: 'Stripe only uses it to assess risk and never returns it',
  request_id: 'only Stripe.js uses it',
  'POST /v1/subscriptions prorate': 'a new subscription has nothing to prorate',
  'POST /v1/customers/{customer}/subscriptions prorate': 'a new subscription has nothing to prorate',
};

const DESCRIBED = 'Stripe’s description';
const MEANING = 'it counts or measures something';
const PERCENT = 'from 0 to 100 with at most 4 decimal places';
const DAY_OF_MONTH = 'it is the day of a month';

/** Where the limits of a parameter come from, by its name and the limits. */
export const BOUNDS: Readonly<Record<string, string>> = {
  'limit: from 1 to 100': DESCRIBED,
  'count: from 0 to 100': 'the RAML; a recorded test shows that 0 is accepted',
  'offset: of at least 0': 'the RAML',
  'amount: of at least 0': 'Stripe’s description of plans',
  'amount: of at least 1': 'Stripe’s error “Invalid positive integer”',
  'amount_off: of at least 1': DESCRIBED,
  'amounts: at most 2 values': DESCRIBED,
  'amounts: of at least 1': DESCRIBED,
  'application_fee: of at least 0': MEANING,
  [`application_fee_percent: ${PERCENT}`]:
    'Stripe’s description; the decimal places are from the blocks’ tables',
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
  'statement_description: of at most 22 characters without < >': 'Stripe’s description of the newer name',
  'statement_descriptor: of at most 22 characters': 'Stripe’s description of payouts, and the blocks’ tables',
  'statement_descriptor: of at most 22 characters without < >': DESCRIBED,
  'statement_descriptor: of at most 22 characters without < > " \'': DESCRIBED,
  'subscription_quantity: of at least 0': MEANING,
  [`subscription_tax_percent: ${PERCENT}`]: 'Stripe’s description of `tax_percent`',
  [`tax_percent: ${PERCENT}`]: DESCRIBED,
  'trial_period_days: of at least 0': MEANING,
  'types: at most 20 values': DESCRIBED,
  'weight: of at least 0': MEANING,
  'width: of at least 0': MEANING,
};
