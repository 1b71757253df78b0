/** Payment methods as parameters: the card, the billing details, and a new method inside of an intent. */
import {
  boolean,
  email,
  enumeration,
  id,
  integer,
  metadata,
  object,
  required,
  secret,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { addressFields } from './shared.ts';
import { cardFields } from './source-fields.ts';

/** The billing details of a payment method. */
const billingDetails = object(
  {
    address: unsettable(object(addressFields, 'Where the payer lives.')),
    email: unsettable(email('The e-mail address of the payer.')),
    name: unsettable(text('The name of the payer.', { example: 'Jenny Rosen' })),
    phone: unsettable(text('The phone number of the payer.', { example: '+15555550100' })),
  },
  'Whom the payment method bills.',
);

/** A card, by token or by number. */
const card = secret(
  object(
    {
      token: secret(text('A card token.', { example: 'tok_visa' })),
      number: secret(
        text('The card number, without separators.', {
          pattern: /^\d{12,19}$/,
          expected: 'a card number of 12 to 19 digits',
          example: '4242424242424242',
        }),
      ),
      exp_month: integer('The month the card expires in, 1 to 12.', { example: 12 }),
      exp_year: integer('The year the card expires in, two or four digits.', { example: 2030 }),
      cvc: cardFields.cvc,
    },
    'The card: a token, or its number and expiry date.',
    { example: { token: 'tok_visa' } },
  ),
);

const allowRedisplay = enumeration(
  ['always', 'limited', 'unspecified'],
  'Whether a checkout may show the payment method again.',
);

const type = enumeration(['card'], 'The kind of payment method: only card.');

/** The fields of a new payment method. */
export const methodFields = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetails,
  card,
  metadata: metadata(),
};

/** The fields of a payment method that can be updated. */
export const methodUpdateFields = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetails,
  card: object(
    {
      exp_month: integer('The month the card expires in, 1 to 12.', { example: 12 }),
      exp_year: integer('The year the card expires in, four digits.', { example: 2030 }),
    },
    'What is known of the card.',
  ),
  metadata: metadata(),
};

export const methodType = type;

/** The default payment method; an empty value unsets it. */
export const defaultPaymentMethod = unsettable(
  id('pm', 'The payment method, or the saved card, to pay with by default.'),
);

/** Parameters of a subscription that Stripe added later. */
export const subscriptionAdditions = {
  default_payment_method: defaultPaymentMethod,
  off_session: boolean('Whether the payer is absent, so that nobody can authenticate a payment.'),
  payment_behavior: enumeration(
    ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'],
    'What happens when the first payment, or that of a change, fails.',
  ),
};

/** A payment method that is created together with an intent. */
export const methodData = object(
  { ...methodFields, type: required(type) },
  'A new payment method to pay with.',
  { example: { type: 'card', card: { token: 'tok_visa' } } },
);
