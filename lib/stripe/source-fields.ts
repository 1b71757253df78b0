/** Cards and bank accounts as parameters: their fields, dictionaries of them, and the tokens that stand for them. */
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
  type Parameter,
  required,
  secret,
  since,
  text,
  until,
} from './parameters.ts';

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

/** What can be changed of a card. */
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

/** The fields of a bank account dictionary. The caller holds the number only to pass it on. */
export const bankAccountFields = {
  country: required(text('The country the account is in.', { max: 2, example: 'US' })),
  currency: required(currency('The currency of the account.')),
  account_number: required(
    secret(text('The account number; no separators.', { max: 64, example: '000123456789' })),
  ),
  routing_number: text('The routing number, sort code or similar; not needed with an IBAN.', {
    max: 64,
    example: '110000000',
  }),
  account_holder_name: text('Who holds the account; needed to debit it.', { example: 'Jenny Rosen' }),
  account_holder_type: enumeration(['individual', 'company'], 'What the holder is; needed to debit it.'),
};

/** A dictionary of its own: what `object` says, or else what its fields tell, decides which one is meant. */
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

const card = dictionary(
  'card',
  object({ object: enumeration(['card'], 'Always card.'), ...cardFields }, 'A card.'),
);

const ofBankAccount = { object: enumeration(['bank_account'], 'Always bank_account.') };

const bankAccount = dictionary(
  'bank_account',
  object({ ...ofBankAccount, ...bankAccountFields }, 'A bank account.'),
);

/** Recipients are older than bank accounts in several currencies: theirs has the currency of its country. */
const recipientBankAccount = dictionary(
  'bank_account',
  object(
    { ...ofBankAccount, ...bankAccountFields, currency: currency('The currency of the account.') },
    'A bank account.',
  ),
);

/** Whether an id is that of a token (`tok_`, `btok_`, …) rather than of a source that a customer has. */
export function isToken(id: string): boolean {
  return /^[a-z]*tok_/.test(id);
}

/** A token, or the fields of a card. */
export function tokenOrCard(description: string): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, card, description));
}

/** What is paid with: `source` since 2015-02-18, before that `card`, which held nothing else. */
export function payingWith(description: string) {
  return {
    source: since('2015-02-18', tokenOrCard(description)),
    card: until('2015-02-18', tokenOrCard(description)),
  };
}

/** A token, or the fields of a bank account, as recipients have it. */
export function tokenOrRecipientBankAccount(
  description: string,
): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, recipientBankAccount, description, { example: 'btok_9CYbSlZVOXhz1d' }));
}

/** A token, or the fields of a card or of a bank account. */
export function tokenOrCardOrBankAccount(
  description: string,
): Parameter<string | { [field: string]: unknown }> {
  return secret(either(token, either(card, bankAccount, ''), description));
}
