/** Parameters that many operations share. Operations describe them again where their meaning differs. */
import {
  decimal,
  either,
  enumeration,
  id,
  integer,
  list,
  object,
  otherNameOf,
  type Parameter,
  type Parameters,
  required,
  since,
  text,
  timestamp,
  unsettable,
  until,
} from '#lib/parameters/parameters.ts';
import type { Operation } from './operation.ts';

const page = { max: 100, example: 10, default: 10 };

/**
 * The parameters that select a page of a list: by object IDs or, before 2014-03-28, by numbers. Lists are newest
 * first. Stripe still accepts `count`, where 0 asks for an empty list. It is not documented when Stripe removed
 * `offset`; its documentation of 2017 no longer has it.
 */
export const paging = {
  limit: since('2014-03-28', integer('How many objects to return, 1 to 100.', { min: 1, ...page })),
  starting_after: since(
    '2014-03-28',
    id('obj', 'The ID of the last object on the previous page. Returns the next page.'),
  ),
  ending_before: since(
    '2014-03-28',
    id('obj', 'The ID of the first object on the next page. Returns the previous page.'),
  ),
  count: otherNameOf('limit', integer('How many objects to return, at most 100.', { min: 0, ...page })),
  offset: until(
    '2016-07-06',
    integer('How many objects of the list to leave out at its beginning.', {
      min: 0,
      example: 0,
      default: 0,
    }),
  ),
};

/** Fields to return as whole objects instead of IDs, e.g. `["customer", "invoice.subscription"]`. */
export const expand = list(
  text('The path of a field to expand.', { example: 'customer' }),
  'Paths of fields to return as whole objects instead of IDs, at most four levels deep.',
  { example: ['customer'] },
);

/** Additional information to return with a list: `["total_count"]`. */
export const include = list(
  enumeration(['total_count'], 'Additional information about the list.'),
  'Additional information to return with a list: total_count is the number of all objects.',
);

/** Parameters that control the response of an operation. */
export function replyParameters({ list }: Pick<Operation, 'list'>): Parameters {
  return list ? { expand, include } : { expand };
}

/** A time or a range of times, in Unix seconds. */
export function timeFilter(description: string): Parameter<number | TimeRange> {
  return either(
    timestamp('An exact time.'),
    object(
      {
        eq: timestamp('At this time.'),
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
  eq?: number;
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
}

/** A postal address. */
export const addressFields = {
  line1: text('Street address, or PO box.'),
  line2: text('Apartment, suite or building.'),
  city: text('City.'),
  state: text('State, province or county.'),
  postal_code: text('ZIP or postal code.'),
  country: text('Two-letter country code.', { example: 'US' }),
};

const recipientFields = {
  name: required(text('The recipient’s name.', { example: 'Jenny Rosen' })),
  address: required(
    object({ ...addressFields, line1: required(addressFields.line1) }, 'The recipient’s address.'),
  ),
  phone: text('The recipient’s phone number.', { example: '+15555550100' }),
};

/** The recipient of goods that are not shipped yet. */
export const shippingAddress = object(recipientFields, 'The recipient and the address.');

/** Tracking details of a parcel. */
export const trackingFields = {
  carrier: text('The delivery service, e.g. USPS.', { example: 'USPS' }),
  tracking_number: text('The tracking number of the parcel.', { example: '9400110200881' }),
};

/** The recipient and the tracking details of a parcel. */
export const shipping = object(
  { ...recipientFields, ...trackingFields },
  'The recipient, the address and tracking details.',
);

/** The name of `statement_descriptor` before 2014-12-17. Those versions accept the new name as well. */
export const statementDescription = until(
  '2014-12-17',
  otherNameOf(
    'statement_descriptor',
    text('What the cardholder’s statement shows.', { max: 22, forbidden: '<>', example: 'SOCKS AND MORE' }),
  ),
);

/** A text that Stripe stores with an object and shows in the dashboard. An empty value unsets it. */
export const note = unsettable(
  text('An arbitrary text to store with the object.', { example: 'Jenny Rosen' }),
);

/** Parameters that Stripe's browser scripts send. */
export const scriptFacts = {
  payment_user_agent: text('The script that collected the payer’s data; not returned.', {
    example: 'stripe.js/fbebfbb',
  }),
  referrer: text('The page that the payer was on; not returned.', { example: 'https://example.com/cart' }),
};

/** The ID of a coupon. */
export const coupon = id('', 'The coupon to apply.', { example: '25OFF' });

/** The ID of a plan, which its owner chose. */
export const plan = id('', 'The plan.');

/** The end of a free trial. */
export const trialEnd = either(
  enumeration(['now'], 'The word now, which ends the trial immediately.'),
  timestamp('When the trial ends.'),
  'When the free trial ends: a time in Unix seconds, at most five years ahead, or the word now. Overrides the plan’s trial.',
);

/** A percentage of an invoice. */
export function percentage(description: string, { min = 0 } = {}): Parameter<number> {
  return decimal(description, { min, max: 100, decimals: 4, example: 8.5 });
}

const side = (what: string, example: number) => required(decimal(what, { min: 0, example }));

/** The dimensions and weight of a parcel. */
export const packageDimensions = object(
  {
    height: side('Height, in inches.', 1),
    length: side('Length, in inches.', 12),
    weight: side('Weight, in ounces.', 8.5),
    width: side('Width, in inches.', 9),
  },
  'Size and weight of the parcel.',
);

/** When orders and everything related were retired. */
export const ORDERS_RETIRED =
  'Deprecated by Stripe in October 2019 and closed to new accounts; Checkout Sessions, with Prices for what is sold, take their place.';
