/** Customers: https://stripe.com/docs/api/customers as of 2016-07-06. */
import { createCustomer } from '#lib/operations/bridges/customers/create.ts';
import { listCustomers } from '#lib/operations/bridges/customers/list.ts';
import { retrieveCustomer } from '#lib/operations/bridges/customers/retrieve.ts';
import { updateCustomer } from '#lib/operations/bridges/customers/update.ts';
import {
  describe,
  email,
  id,
  integer,
  metadata,
  object,
  otherNameOf,
  required,
  signedAmount,
  since,
  text,
  unsettable,
  until,
} from '#lib/parameters/parameters.ts';
import { operation, TODAY } from './operation.ts';
import { defaultPaymentMethod } from './payment-method-fields.ts';
import { coupon, note, paging, percentage, plan, shippingAddress, timeFilter, trialEnd } from './shared.ts';
import { payingWith, SOURCES_SINCE } from './source-fields.ts';

const customer = required(id('cus', 'The customer.'));
const defaultSource = id('card', 'Which of the customer’s sources is charged by default.');

/** Today's customers do not have these any more; since when is not recorded. */
const GONE = TODAY;

const balance = signedAmount(
  'The customer’s balance, in the smallest currency unit: a negative amount is a credit, a positive one is added to the next invoice.',
);

/** What may be said of a customer, both when it is made and later. */
const fields = {
  account_balance: until('2019-10-17', balance),
  business_vat_id: until(GONE, unsettable(text('The customer’s VAT number.', { example: 'DE123456789' }))),
  coupon: until(
    '2025-03-31.basil',
    describe(coupon, 'A coupon for all recurring charges; single charges are not reduced.'),
  ),
  description: note,
  email: unsettable(email('Where receipts and other mail to the customer go.')),
  metadata: metadata(),
  plan: until(
    GONE,
    describe(plan, 'A plan to subscribe to; unless it is free or on trial, a source is required.'),
  ),
  quantity: until(GONE, integer('How many of the plan; needs `plan`.', { min: 0, default: 1 })),
  shipping: shippingAddress,
  ...payingWith('The customer’s payment source: a token or a card dictionary.'),
  tax_percent: until(
    GONE,
    percentage('Tax added to each invoice of the subscription, in percent; needs `plan`.'),
  ),
  trial_end: until(GONE, trialEnd),
};

/** Customer parameters that Stripe added later. */
const additions = {
  balance: since('2019-10-17', balance),
  invoice_settings: object(
    { default_payment_method: defaultPaymentMethod },
    'What invoices are paid with when nothing else is said.',
  ),
};

export const createParameters = fields;

export const create = operation(
  'POST',
  '/v1/customers',
  {
    description: 'Creates a customer, with a source and a subscription if wished.',
    returns: 'customer',
    additions: {
      ...additions,
      payment_method: id('pm', 'A payment method to attach to the customer in the same call.'),
    },
    bridge: createCustomer,
  },
  createParameters,
);

export const retrieveParameters = { customer };

export const retrieve = operation(
  'GET',
  '/v1/customers/{customer}',
  {
    description: 'Retrieves a customer; a deleted one is marked so.',
    returns: 'customer',
    bridge: retrieveCustomer,
  },
  retrieveParameters,
);

export const updateParameters = {
  customer,
  ...fields,
  default_source: since(SOURCES_SINCE, defaultSource),
  default_card: otherNameOf('default_source', defaultSource),
};

export const update = operation(
  'POST',
  '/v1/customers/{customer}',
  {
    description:
      'Updates a customer. A new source becomes the default, and past-due invoices are tried again with it.',
    returns: 'customer',
    additions,
    bridge: updateCustomer,
  },
  updateParameters,
);

export const del = operation(
  'DELETE',
  '/v1/customers/{customer}',
  {
    description: 'Permanently deletes a customer and immediately cancels its subscriptions.',
    returns: 'customer',
  },
  { customer },
);

export const listParameters = { ...paging, created: timeFilter('Only customers created at this time.') };

export const list = operation(
  'GET',
  '/v1/customers',
  { description: 'Lists customers, newest first.', returns: 'customer', list: true, bridge: listCustomers },
  listParameters,
);
