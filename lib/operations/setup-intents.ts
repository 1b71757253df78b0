/** Setup intents: https://docs.stripe.com/api/setup_intents as of 2026-10-28.endive. */
import { boolean, enumeration, id, metadata, required, text } from '#lib/parameters/parameters.ts';
import { methodTypes } from './intent-fields.ts';
import { operation, TODAY } from './operation.ts';
import { methodData } from './payment-method-fields.ts';
import { paging, timeFilter } from './shared.ts';

const intent = required(id('seti', 'The setup intent.'));
const paymentMethod = id('pm', 'The payment method to save.');

export const create = operation(
  'POST',
  '/v1/setup_intents',
  {
    version: TODAY,
    description: 'Creates an intent to save a payment method for later payments, and confirms it if wished.',
    returns: 'setup_intent',
  },
  {
    ...methodTypes,
    confirm: boolean('Whether to confirm it immediately.', { default: false }),
    customer: id('cus', 'The customer to save the payment method with.'),
    description: text('An arbitrary text to keep with it.', { example: 'Jenny’s card' }),
    metadata: metadata(),
    on_behalf_of: id('acct', 'The account that it is made for; Connect only.'),
    payment_method: paymentMethod,
    payment_method_data: methodData,
    usage: enumeration(['off_session', 'on_session'], 'What the payment method is saved for.', {
      default: 'off_session',
    }),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/setup_intents/{intent}',
  { version: TODAY, description: 'Retrieves a setup intent.', returns: 'setup_intent' },
  { intent },
);

export const update = operation(
  'POST',
  '/v1/setup_intents/{intent}',
  { version: TODAY, description: 'Updates a setup intent.', returns: 'setup_intent' },
  {
    intent,
    customer: id('cus', 'The customer to save the payment method with.'),
    description: text('An arbitrary text to keep with it.', { example: 'Jenny’s card' }),
    metadata: metadata(),
    payment_method: paymentMethod,
  },
);

export const confirm = operation(
  'POST',
  '/v1/setup_intents/{intent}/confirm',
  {
    version: TODAY,
    description: 'Confirms that the payment method is to be saved.',
    returns: 'setup_intent',
  },
  { intent, payment_method: paymentMethod, payment_method_data: methodData },
);

export const cancel = operation(
  'POST',
  '/v1/setup_intents/{intent}/cancel',
  { version: TODAY, description: 'Cancels a setup intent that has not succeeded.', returns: 'setup_intent' },
  {
    intent,
    cancellation_reason: enumeration(
      ['abandoned', 'duplicate', 'requested_by_customer'],
      'Why it is canceled.',
    ),
  },
);

export const list = operation(
  'GET',
  '/v1/setup_intents',
  { version: TODAY, description: 'Lists setup intents, newest first.', returns: 'setup_intent', list: true },
  {
    ...paging,
    created: timeFilter('Only setup intents made then.'),
    customer: id('cus', 'Only setup intents of this customer.'),
    payment_method: id('pm', 'Only setup intents for this payment method.'),
  },
);
