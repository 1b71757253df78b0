/** Cards and bank accounts as parameters: their fields, dictionaries, and tokens. */
import * as v from 'valibot';
import {
  boolean,
  currency,
  either,
  enumeration,
  id,
  integer,
  lazily,
  object,
  otherNameOf,
  type Parameter,
  required,
  secret,
  since,
  text,
} from '#lib/parameters/parameters.ts';

/** A card number, possibly with spaces or hyphens between its digits. */
export function cardNumber(words: string): Parameter<string> {
  return secret({
    type: 'string',
    schema: lazily(() =>
      v.pipe(v.unknown(), v.transform(withoutSeparators), v.string(words), v.check(isNumber, words)),
    ),
    textForm: /^[ -]*(\d[ -]*){12,19}$/,
    description: 'The card number.',
    example: '4242424242424242',
  });
}

const isNumber = (digits: string) => /^\d{12,19}$/.test(digits);

/** Removes spaces and hyphens between digits. */
export function withoutSeparators(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/[ -]/g, '') : value;
}

/** The fields of a card dictionary. The number is only passed on. */
export const cardFields = {
  object: enumeration(['card'], 'Always card.'),
  number: required(cardNumber('a card number of 12 to 19 digits')),
  exp_month: required(integer('The month the card expires in, 1 to 12.', { example: 12 })),
  exp_year: required(integer('The year the card expires in, two or four digits.', { example: 2030 })),
  cvc: secret(text('The card security code.', { example: '123' })),
  name: text('The cardholder’s name.', { example: 'Jenny Rosen' }),
  address_line1: text('Address line 1.', { example: '1 Market Street' }),
  address_line2: text('Address line 2.', { example: 'Floor 2' }),
  address_city: text('City.', { example: 'San Francisco' }),
  address_state: text('State.', { example: 'CA' }),
  address_zip: text('ZIP or postal code.', { example: '94111' }),
  address_country: text('Country.', { example: 'US' }),
  currency: text('For debit cards of managed accounts: the currency of payouts.', { example: 'usd' }),
  default_for_currency: boolean('For managed accounts: whether payouts in its currency go to this card.'),
};

/** The fields of a card that can be updated. */
export const cardUpdateFields = {
  address_city: cardFields.address_city,
  address_country: cardFields.address_country,
  address_line1: cardFields.address_line1,
  address_line2: cardFields.address_line2,
  address_state: cardFields.address_state,
  address_zip: cardFields.address_zip,
  exp_month: integer('The month the card expires in, 1 to 12.', { example: 12 }),
  exp_year: integer('The year the card expires in, four digits.', { example: 2030 }),
  name: cardFields.name,
};

/** The fields of a bank account dictionary. The number is only passed on. */
export const bankAccountFields = {
  object: enumeration(['bank_account'], 'Always bank_account.'),
  country: required(text('The country the account is in.', { example: 'US' })),
  currency: currency('The currency of the account. Default: that of its country.'),
  default_for_currency: boolean('For managed accounts: whether payouts in its currency go to this account.'),
  account_number: required(secret(text('The account number; no separators.', { example: '000123456789' }))),
  routing_number: text('The routing number, sort code or similar; not needed with an IBAN.', {
    example: '110000000',
  }),
  account_holder_name: text('The name of the account’s holder; required for debits.', {
    example: 'Jenny Rosen',
  }),
  account_holder_type: enumeration(['individual', 'company'], 'The type of the holder; required for debits.'),
};

/** A dictionary that can be of several kinds; its `object`, or else its fields, decide which one. */
function dictionary<T>(
  kind: 'card' | 'bank_account',
  fields: Parameter<T>,
): Parameter<T | { [field: string]: unknown }> {
  const isMeant = (value: unknown) => kindOf(value) === kind;
  const words = `a dictionary whose object is ${kind}`;
  return { ...fields, schema: lazily(() => v.pipe(v.unknown(), v.check(isMeant, words), fields.schema())) };
}

function kindOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { object: kind, account_number } = value as Record<string, unknown>;
  return kind ?? (account_number === undefined ? 'card' : 'bank_account');
}

const token = id('tok', 'A token.', { example: 'tok_visa' });

const card = dictionary('card', object(cardFields, 'A card.'));

const bankAccount = dictionary('bank_account', object(bankAccountFields, 'A bank account.'));

/** Whether an ID is that of a token (`tok_`, `btok_`, …), not of a customer's source. */
export function isToken(id: string): boolean {
  return /^[a-z]*tok_/.test(id);
}

/** A token, or the fields of a card. */
export function tokenOrCard(description: string): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, card, description));
}

/**
 * The oldest version whose recorded responses have `source` besides `card`. They were recorded after `source` was
 * introduced.
 */
export const SOURCES_SINCE = '2014-12-17';

/** The payment source: `source`, or its older name `card`, which Stripe still accepts. */
export function payingWith(description: string) {
  return {
    source: since(SOURCES_SINCE, tokenOrCard(description)),
    card: otherNameOf('source', tokenOrCard(description)),
  };
}

/** A token, or the fields of a bank account. */
export function tokenOrBankAccount(description: string): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, bankAccount, description, { example: 'btok_9CYbSlZVOXhz1d' }));
}

/** A token, or the fields of a card or of a bank account. */
export function tokenOrCardOrBankAccount(
  description: string,
): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, either(card, bankAccount, ''), description));
}
