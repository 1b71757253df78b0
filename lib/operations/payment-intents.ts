/** Payment intents: https://docs.stripe.com/api/payment_intents as of 2026-10-28.endive. */
import {
  amount,
  boolean,
  currency,
  either,
  email,
  enumeration,
  id,
  integer,
  metadata,
  object,
  required,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { methodTypes } from './intent-fields.ts';
import { operation, TODAY } from './operation.ts';
import { methodData } from './payment-method-fields.ts';
import { paging, shipping, timeFilter } from './shared.ts';

const intent = required(id('pi', 'The payment intent.'));
const fee = integer('What the platform keeps of the payment; Connect only.', { min: 0, example: 50 });
const transferred = amount('How much of the payment is transferred. Default: all that is captured.');
const paymentMethod = id('pm', 'The payment method, or the saved card, to pay with.');
const receiptEmail = email('The e-mail address for the receipt. Test mode sends none.');
const futureUsage = enumeration(
  ['off_session', 'on_session'],
  'Saves the payment method with the customer for later payments of this kind.',
);
const suffix = text('What the cardholder’s statement shows after the prefix of the account.', {
  max: 22,
  forbidden: '<>',
  example: 'ORDER 6735',
});
const descriptor = text(
  'The text on the statement; rejected if cards are allowed, which take a suffix instead.',
  {
    max: 22,
    forbidden: '<>',
    example: 'SOCKS AND MORE',
  },
);

const { automatic_payment_methods, ...namedTypes } = methodTypes;

/** What can be said of a payment until it is confirmed. */
const fields = {
  ...namedTypes,
  capture_method: enumeration(
    ['automatic', 'automatic_async', 'manual'],
    'When the money is captured: at once, at once but accounted for a little later, or by a call of its own.',
  ),
  customer: id('cus', 'The customer who pays.'),
  description: text('An arbitrary text to store with the payment.', { example: 'Order 6735' }),
  metadata: metadata(),
  payment_method: paymentMethod,
  payment_method_data: methodData,
  statement_descriptor: descriptor,
  statement_descriptor_suffix: suffix,
  transfer_group: text('What the payment and its transfers have in common; Connect only.', {
    example: 'ORDER_6735',
  }),
};

/** How a confirmation goes about payments that the cardholder has to authenticate. */
const confirmation = {
  error_on_requires_action: boolean('Whether the payment fails when the cardholder has to authenticate it.', {
    default: false,
  }),
  off_session: either(
    boolean('Whether the payer is absent, so that nobody can authenticate the payment.'),
    enumeration(['one_off', 'recurring'], 'What the payment is for.'),
    'Whether the payer is absent, so that nobody can authenticate the payment.',
  ),
};

export const create = operation(
  'POST',
  '/v1/payment_intents',
  { version: TODAY, description: 'Creates a payment, and confirms it if wished.', returns: 'payment_intent' },
  {
    ...fields,
    ...confirmation,
    automatic_payment_methods,
    amount: required(amount('The amount to charge; at least 50 US cents or the equivalent.')),
    application_fee_amount: fee,
    confirm: boolean('Whether to confirm the payment immediately.', { default: false }),
    confirmation_method: enumeration(
      ['automatic', 'manual'],
      'Whether an authenticated payment goes on by itself, or waits for the server to confirm it once more.',
    ),
    currency: required(currency('The currency of the amount.')),
    on_behalf_of: id('acct', 'The account that the payment is made for; Connect only.'),
    receipt_email: receiptEmail,
    setup_future_usage: futureUsage,
    shipping,
    transfer_data: object(
      {
        amount: transferred,
        destination: required(id('acct', 'The account that the funds are transferred to.')),
      },
      'Where the funds go on to; Connect only.',
    ),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/payment_intents/{intent}',
  { version: TODAY, description: 'Retrieves a payment.', returns: 'payment_intent' },
  { intent },
);

export const update = operation(
  'POST',
  '/v1/payment_intents/{intent}',
  { version: TODAY, description: 'Updates a payment without confirming it.', returns: 'payment_intent' },
  {
    intent,
    ...fields,
    amount: amount('How much to charge.'),
    application_fee_amount: unsettable(fee),
    currency: currency('The currency of the amount.'),
    receipt_email: unsettable(receiptEmail),
    setup_future_usage: unsettable(futureUsage),
    shipping: unsettable(shipping),
    transfer_data: object({ amount: transferred }, 'Where the funds go on to; Connect only.'),
  },
);

export const confirm = operation(
  'POST',
  '/v1/payment_intents/{intent}/confirm',
  {
    version: TODAY,
    description: 'Confirms a payment, which charges its payment method.',
    returns: 'payment_intent',
  },
  {
    intent,
    ...confirmation,
    allowed_payment_method_types: fields.allowed_payment_method_types,
    capture_method: fields.capture_method,
    payment_method: paymentMethod,
    payment_method_data: methodData,
    payment_method_types: fields.payment_method_types,
    receipt_email: unsettable(receiptEmail),
    setup_future_usage: unsettable(futureUsage),
    shipping: unsettable(shipping),
  },
);

export const capture = operation(
  'POST',
  '/v1/payment_intents/{intent}/capture',
  {
    version: TODAY,
    description: 'Captures an authorised payment, or a part of it.',
    returns: 'payment_intent',
  },
  {
    intent,
    amount_to_capture: amount('How much of it to capture; the rest is released. Default: all.'),
    application_fee_amount: fee,
    metadata: metadata(),
    statement_descriptor: descriptor,
    statement_descriptor_suffix: suffix,
    transfer_data: object({ amount: transferred }, 'Where the funds go on to; Connect only.'),
  },
);

export const cancel = operation(
  'POST',
  '/v1/payment_intents/{intent}/cancel',
  {
    version: TODAY,
    description: 'Cancels a payment that has not succeeded; an authorised amount is released.',
    returns: 'payment_intent',
  },
  {
    intent,
    cancellation_reason: enumeration(
      ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'],
      'Why the payment is canceled.',
    ),
  },
);

export const list = operation(
  'GET',
  '/v1/payment_intents',
  { version: TODAY, description: 'Lists payments, newest first.', returns: 'payment_intent', list: true },
  {
    ...paging,
    created: timeFilter('Only payments made then.'),
    customer: id('cus', 'Only payments of this customer.'),
  },
);
