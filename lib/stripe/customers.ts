/** Customers: https://stripe.com/docs/api/customers as of 2016-07-06. */
import { operation } from './operation.ts';
import {
  describe,
  email,
  id,
  integer,
  metadata,
  otherNameOf,
  required,
  signedAmount,
  since,
  text,
  unsettable,
} from './parameters.ts';
import { coupon, note, paging, percentage, plan, shippingAddress, timeFilter, trialEnd } from './shared.ts';
import { payingWith, SOURCES_SINCE } from './source-fields.ts';

const customer = required(id('cus', 'The customer.'));
const defaultSource = id('card', 'Which of the customer’s sources is charged by default.');

/** What may be said of a customer, both when it is made and later. */
const fields = {
  account_balance: signedAmount(
    'What the customer owes, in the smallest unit: a negative amount is a credit, a positive one is added to the next invoice.',
  ),
  business_vat_id: unsettable(text('The customer’s VAT number.', { example: 'DE123456789' })),
  coupon: describe(coupon, 'A coupon for all recurring charges; single charges are not reduced.'),
  description: note,
  email: unsettable(email('Where receipts and other mail to the customer go.')),
  metadata: metadata(),
  plan: describe(plan, 'A plan to subscribe to; unless it is free or on trial, a source is needed.'),
  quantity: integer('How many of the plan; needs `plan`.', { min: 0, default: 1 }),
  shipping: shippingAddress,
  ...payingWith('What the customer pays with: a token or a card dictionary.'),
  tax_percent: percentage('Tax added to each invoice of the subscription, in percent; needs `plan`.'),
  trial_end: trialEnd,
};

export const create = operation(
  'POST',
  '/v1/customers',
  { description: 'Creates a customer, with a source and a subscription if wished.', returns: 'customer' },
  fields,
);

export const retrieve = operation(
  'GET',
  '/v1/customers/{customer}',
  { description: 'Retrieves a customer; a deleted one is marked so.', returns: 'customer' },
  { customer },
);

export const update = operation(
  'POST',
  '/v1/customers/{customer}',
  {
    description:
      'Updates a customer. A new source becomes the default, and past-due invoices are tried again with it.',
    returns: 'customer',
  },
  {
    customer,
    ...fields,
    default_source: since(SOURCES_SINCE, defaultSource),
    default_card: otherNameOf('default_source', defaultSource),
  },
);

export const del = operation(
  'DELETE',
  '/v1/customers/{customer}',
  { description: 'Deletes a customer for good and cancels its subscriptions at once.', returns: 'customer' },
  { customer },
);

export const list = operation(
  'GET',
  '/v1/customers',
  { description: 'Lists customers, newest first.', returns: 'customer', list: true },
  { ...paging, created: timeFilter('Only customers made then.') },
);
