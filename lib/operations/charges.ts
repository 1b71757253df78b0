/** Charges: https://stripe.com/docs/api/charges as of 2016-07-06. */
import { captureCharge } from '#lib/operations/bridges/charges/capture.ts';
import { createCharge } from '#lib/operations/bridges/charges/create.ts';
import { listCharges } from '#lib/operations/bridges/charges/list.ts';
import { refundCharge } from '#lib/operations/bridges/charges/refund.ts';
import { retrieveCharge } from '#lib/operations/bridges/charges/retrieve.ts';
import { updateCharge } from '#lib/operations/bridges/charges/update.ts';
import {
  amount,
  boolean,
  currency,
  enumeration,
  id,
  integer,
  metadata,
  object,
  required,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { refundFields } from './refund-fields.ts';
import { paging, scriptFacts, shipping, statementDescription, timeFilter } from './shared.ts';
import { payingWith } from './source-fields.ts';

const charge = required(id('ch', 'The charge.'));
const statementDescriptor = text(
  'The text on the cardholder’s statement, at most 22 characters, no < or >.',
  {
    max: 22,
    forbidden: '<>',
    example: 'SOCKS AND MORE',
  },
);
const applicationFee = integer('The platform’s fee for the charge; Connect only.', {
  min: 0,
  example: 50,
});
const receiptEmail = text('The e-mail address for the receipt. Test mode sends none.', {
  pattern: /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u,
  expected: 'an e-mail address, e.g. jenny@example.com',
  example: 'jenny@example.com',
});

/** Data about the payer from Stripe’s own pages and scripts, which Stripe uses to assess risk. */
const callersFacts = {
  ip: text('The payer’s IP address; not returned.', { example: '203.0.113.7' }),
  user_agent: text('The payer’s browser; not returned.', { example: 'Mozilla/5.0' }),
  ...scriptFacts,
};

export const createParameters = {
  amount: required(amount('The amount to charge; at least 50 US cents or the equivalent.')),
  currency: required(currency('The currency of the amount.')),
  application_fee: applicationFee,
  capture: boolean('Whether to capture immediately; an uncaptured charge expires after seven days.', {
    default: true,
  }),
  customer: id('cus', 'The customer to charge.'),
  description: unsettable(text('An arbitrary text to store with the charge.', { example: 'Order 6735' })),
  destination: id('acct', 'The account that the funds are transferred to; Connect only.'),
  ...callersFacts,
  metadata: metadata(),
  receipt_email: receiptEmail,
  shipping,
  ...payingWith(
    'What to charge: a token, a card dictionary, or with `customer` the id of one of its sources.',
  ),
  statement_descriptor: statementDescriptor,
  statement_description: statementDescription,
  uncaptured: boolean('The opposite of `capture`, which replaced it; mutually exclusive with it.'),
};

export const create = operation(
  'POST',
  '/v1/charges',
  {
    description: 'Charges a card, or authorises it to be captured later.',
    returns: 'charge',
    bridge: createCharge,
  },
  createParameters,
);

export const retrieveParameters = { charge };

export const retrieve = operation(
  'GET',
  '/v1/charges/{charge}',
  { description: 'Retrieves a charge.', returns: 'charge', bridge: retrieveCharge },
  retrieveParameters,
);

export const updateParameters = {
  charge,
  description: unsettable(text('An arbitrary text to store with the charge.', { example: 'Order 6735' })),
  fraud_details: object(
    {
      user_report: required(
        unsettable(enumeration(['fraudulent', 'safe'], 'Your assessment of the charge.')),
      ),
    },
    'Your assessment of fraud; refund a charge before reporting it as fraudulent.',
  ),
  metadata: metadata(),
  receipt_email: receiptEmail,
  shipping,
};

export const update = operation(
  'POST',
  '/v1/charges/{charge}',
  { description: 'Updates a charge.', returns: 'charge', bridge: updateCharge },
  updateParameters,
);

export const captureParameters = {
  charge: required(id('ch', 'The uncaptured charge.', { example: 'ch_14zjAU2eZvKYlo2C' })),
  amount: amount('How much of it to capture; the rest is released. Default: all.'),
  application_fee: integer('The platform’s fee for the charge; Connect only.', { min: 0, example: 50 }),
  receipt_email: receiptEmail,
  statement_descriptor: statementDescriptor,
  statement_description: statementDescription,
};

export const capture = operation(
  'POST',
  '/v1/charges/{charge}/capture',
  { description: 'Captures an authorised charge.', returns: 'charge', bridge: captureCharge },
  captureParameters,
);

export const refundParameters = { charge: required(id('ch', 'The charge to refund.')), ...refundFields };

export const refund = operation(
  'POST',
  '/v1/charges/{charge}/refund',
  {
    description: 'Gives back a charge, or a part of it, and shows the charge as it is then.',
    returns: 'charge',
    deprecated: 'Refunds are objects of their own since 2015; create one instead.',
    bridge: refundCharge,
  },
  refundParameters,
);

export const listParameters = {
  ...paging,
  created: timeFilter('Only charges made then.'),
  customer: id('cus', 'Only charges of this customer.'),
  source: object(
    {
      object: enumeration(
        ['all', 'alipay_account', 'bank_account', 'bitcoin_receiver', 'card'],
        'Kind of source.',
      ),
    },
    'Only charges of this kind of source.',
  ),
};

export const list = operation(
  'GET',
  '/v1/charges',
  {
    description: 'Lists charges, newest first.',
    returns: 'charge',
    list: true,
    additions: { payment_intent: id('pi', 'Only charges of this payment intent.') },
    bridge: listCharges,
  },
  listParameters,
);
