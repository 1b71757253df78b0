/** Invoices: https://stripe.com/docs/api/invoices as of 2016-07-06. */
import {
  boolean,
  describe,
  id,
  integer,
  metadata,
  required,
  text,
  timestamp,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import {
  coupon,
  note,
  paging,
  percentage,
  plan,
  statementDescription,
  timeFilter,
  trialEnd,
} from './shared.ts';

const invoice = required(id('in', 'The invoice.'));

/** What may be said of an invoice, both when it is made and later. */
const fields = {
  application_fee: integer('The platform’s fee, in the smallest currency unit; Connect only.', {
    min: 0,
    example: 50,
  }),
  description: note,
  metadata: metadata(),
  statement_descriptor: text('The text on the cardholder’s statement, at most 22 characters, no < or >.', {
    max: 22,
    forbidden: '<>',
    example: 'SOCKS AND MORE',
  }),
  statement_description: statementDescription,
  tax_percent: percentage('Tax added to the subtotal, in percent, at most 4 decimal places.'),
};

/** The assumptions of a preview of the next invoice. */
const previewFields = {
  coupon: unsettable(
    describe(coupon, 'Shows the invoice with this coupon; an empty value shows it without any.'),
  ),
  subscription: id('sub', 'The subscription whose next invoice is shown.'),
  subscription_plan: describe(plan, 'Shows the subscription on this plan.'),
  subscription_prorate: boolean('Whether the change shown is prorated.', { default: true }),
  subscription_proration_date: timestamp(
    'As of when proration is reckoned, in Unix seconds, within the current period. Default: now.',
  ),
  subscription_quantity: integer('Shows the subscription with this quantity.', { min: 0 }),
  subscription_tax_percent: percentage('Shows the invoice with this tax, in percent.'),
  subscription_trial_end: describe(trialEnd, 'Shows the subscription with this end of the trial.'),
};

export const create = operation(
  'POST',
  '/v1/invoices',
  {
    description: 'Invoices a customer’s pending items immediately; payment is attempted about an hour later.',
    returns: 'invoice',
  },
  {
    customer: required(id('cus', 'The customer to invoice.')),
    subscription: id('sub', 'Leaves out items of other subscriptions. Default: all pending items.'),
    ...fields,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/invoices/{invoice}',
  { description: 'Retrieves an invoice.', returns: 'invoice' },
  { invoice },
);

export const update = operation(
  'POST',
  '/v1/invoices/{invoice}',
  { description: 'Updates, closes, reopens or forgives an invoice.', returns: 'invoice' },
  {
    invoice,
    ...fields,
    closed: boolean('Whether attempts to collect it stop; false reopens it.'),
    forgiven: boolean('Whether its debt is forgiven, as if it were paid; cannot be undone.'),
  },
);

export const pay = operation(
  'POST',
  '/v1/invoices/{invoice}/pay',
  {
    description: 'Attempts payment now, outside the schedule, with the customer’s default source.',
    returns: 'invoice',
    additions: {
      off_session: boolean('Whether the payer is absent, so that nobody can authenticate the payment.', {
        default: true,
      }),
      payment_method: id('pm', 'The payment method, or the saved card, to pay with.'),
    },
  },
  { invoice },
);

export const list = operation(
  'GET',
  '/v1/invoices',
  { description: 'Lists invoices, newest first.', returns: 'invoice', list: true },
  {
    ...paging,
    customer: id('cus', 'Only invoices of this customer.'),
    date: timeFilter('Only invoices of that time.'),
    subscription: id('sub', 'Only invoices of this subscription.'),
  },
);

export const lines = operation(
  'GET',
  '/v1/invoices/{invoice}/lines',
  { description: 'Lists the lines of an invoice.', returns: 'line_item', list: true },
  {
    invoice: required(id('in', 'The invoice; the word upcoming stands for the next one of `customer`.')),
    ...paging,
    customer: id('cus', 'Needed for the upcoming invoice, ignored otherwise.'),
    ...previewFields,
  },
);

export const upcoming = operation(
  'GET',
  '/v1/invoices/upcoming',
  {
    description: 'Previews the next invoice of a customer, also as it would be after a change.',
    returns: 'invoice',
  },
  { customer: required(id('cus', 'The customer whose next invoice is shown.')), ...previewFields },
);
