/** The holder of a connected account: https://stripe.com/docs/api/account as of 2016-07-06. */
import {
  enumeration,
  id,
  integer,
  list,
  object,
  required,
  secret,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { addressFields } from './shared.ts';

const address = (description: string) => object(addressFields, description);
const japaneseAddress = (description: string) =>
  object({ ...addressFields, town: text('Town or block; Japan only.') }, description);

const dateOfBirth = object(
  {
    day: required(integer('The day, 1 to 31.', { min: 1, max: 31 })),
    month: required(integer('The month, 1 to 12.', { min: 1, max: 12 })),
    year: required(integer('The year, four digits.', { example: 1980 })),
  },
  'Date of birth.',
);

const idNumber = (description: string) => secret(text(description, { example: '000000000' }));

const verification = object(
  {
    document: id('file', 'A scan of an identity document; a file upload of the purpose identity_document.'),
  },
  'The proof of identity.',
);

const personFields = {
  dob: dateOfBirth,
  first_name: text('First name.', { example: 'Jenny' }),
  last_name: text('Last name.', { example: 'Rosen' }),
  maiden_name: text('Maiden name.'),
  personal_id_number: idNumber('The person’s id number in its country, or a token for it; write-only.'),
  verification,
};

const owner = object({ ...personFields, address: address('Where the owner lives.') }, 'An owner.');

const company = {
  address: address('The address of the company, or of the person if there is no company.'),
  address_kana: japaneseAddress('The address in kana; Japan only.'),
  address_kanji: japaneseAddress('The address in kanji; Japan only.'),
  business_name: text('The legal name of the company.', { example: 'Rosen Ltd' }),
  business_name_kana: text('The company’s name in kana; Japan only.'),
  business_name_kanji: text('The company’s name in kanji; Japan only.'),
  business_tax_id: idNumber('The company’s tax number, or a token for it; write-only.'),
  business_vat_id: text('The company’s VAT number.', { example: 'DE123456789' }),
  tax_id_registrar: text('Where the company’s tax number was issued.'),
};

const representative = {
  ...personFields,
  first_name_kana: text('First name in kana; Japan only.'),
  first_name_kanji: text('First name in kanji; Japan only.'),
  gender: enumeration(['male', 'female'], 'Gender; Japan only.'),
  last_name_kana: text('Last name in kana; Japan only.'),
  last_name_kanji: text('Last name in kanji; Japan only.'),
  personal_address: address('Where the person lives.'),
  personal_address_kana: japaneseAddress('Where the person lives, in kana; Japan only.'),
  personal_address_kanji: japaneseAddress('Where the person lives, in kanji; Japan only.'),
  phone_number: text('Phone number.', { example: '+15555550100' }),
  ssn_last_4: secret(text('The last four digits of the US social security number.', { example: '0000' })),
};

/** The holder of an account. All of it is secret, because it contains names and ID numbers. */
export const legalEntity = secret(
  object(
    {
      ...company,
      ...representative,
      additional_owners: unsettable(
        list(
          owner,
          'Other owners of at least a quarter of the company; an empty value means that there are none.',
        ),
      ),
      type: enumeration(['individual', 'company'], 'The type of the holder.'),
    },
    'The holder of the account. The required fields depend on the country; `verification.fields_needed` lists them.',
    { example: { first_name: 'Jenny', last_name: 'Rosen', type: 'individual' } },
  ),
);
