/** Parameters that many operations share. Where the meaning differs, an operation describes them anew. */
import {
  boolean,
  describe,
  either,
  id,
  integer,
  list,
  object,
  type Parameter,
  required,
  secret,
  text,
  timestamp,
} from './parameters.ts';

/** Which page of a list: newest first, cut and positioned by the ids of objects. */
export const paging = {
  limit: integer('How many objects to return, 1 to 100.', { min: 1, max: 100, example: 10, default: 10 }),
  starting_after: id('obj', 'The id of the last object of the page before; gives the page after it.'),
  ending_before: id('obj', 'The id of the first object of the page after; gives the page before it.'),
};

/** Which related objects the reply holds whole instead of by id, e.g. `["customer", "invoice.subscription"]`. */
export const expand = list(
  text('The path of a field to expand.', { max: 500, example: 'customer' }),
  'Paths of fields that shall be returned as whole objects instead of ids, at most four levels deep.',
  { example: ['customer'] },
);

/** A moment, or a range of moments, in Unix seconds. */
export function timeFilter(description: string): Parameter<number | TimeRange> {
  return either(
    timestamp('An exact time.'),
    object(
      {
        gt: timestamp('After this time.'),
        gte: timestamp('At or after this time.'),
        lt: timestamp('Before this time.'),
        lte: timestamp('At or before this time.'),
      },
      'A range of times.',
    ),
    description,
  );
}

/** A range of times, in Unix seconds. */
export interface TimeRange {
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
}

/** Where somebody lives. */
export const addressFields = {
  line1: text('Street address, or PO box.'),
  line2: text('Apartment, suite or building.'),
  city: text('City.'),
  state: text('State, province or county.'),
  postal_code: text('ZIP or postal code.'),
  country: text('Two-letter country code.', { max: 2, example: 'US' }),
};

/** Whom a parcel goes to. */
export const shipping = object(
  {
    name: required(text('The recipient’s name.', { example: 'Jenny Rosen' })),
    address: required(
      object({ ...addressFields, line1: required(addressFields.line1) }, 'The recipient’s address.'),
    ),
    phone: text('The recipient’s phone number.', { example: '+15555550100' }),
    carrier: text('The delivery service, e.g. USPS.', { example: 'USPS' }),
    tracking_number: text('The tracking number of the parcel.', { example: '9400110200881' }),
  },
  'Whom and where the goods go to.',
);

/** The fields of a card dictionary. The caller holds the number only to pass it on. */
export const cardFields = {
  number: required(
    secret(
      text('The card number, without separators.', {
        pattern: /^\d{12,19}$/,
        expected: 'a card number of 12 to 19 digits',
        example: '4242424242424242',
      }),
    ),
  ),
  exp_month: required(integer('The month the card expires in, 1 to 12.', { example: 12 })),
  exp_year: required(integer('The year the card expires in, two or four digits.', { example: 2030 })),
  cvc: secret(text('The card security code.', { max: 4, example: '123' })),
  name: text('The cardholder’s name.', { example: 'Jenny Rosen' }),
  address_line1: text('Address line 1.'),
  address_line2: text('Address line 2.'),
  address_city: text('City.'),
  address_state: text('State.'),
  address_zip: text('ZIP or postal code.', { example: '94111' }),
  address_country: text('Country.', { example: 'US' }),
  currency: text('For debit cards of managed accounts: the currency of payouts.', { max: 3, example: 'usd' }),
  default_for_currency: boolean('For managed accounts: whether payouts in its currency go to this card.'),
};

/** A token, or the fields of a card. */
export function tokenOrCard(description: string): Parameter<string | { [field: string]: unknown }> {
  return secret(
    either(
      id('tok', 'A token.', { example: 'tok_visa' }),
      object({ object: describe(text(''), 'Always card.', { example: 'card' }), ...cardFields }, 'A card.'),
      description,
      { example: 'tok_visa' },
    ),
  );
}
