/** Recipients of transfers: https://stripe.com/docs/api/recipients as of 2016-07-06. */
import {
  boolean,
  email,
  enumeration,
  id,
  metadata,
  required,
  secret,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { note, paging, timeFilter } from './shared.ts';
import { tokenOrBankAccount, tokenOrCard } from './source-fields.ts';

/** When Stripe took recipients out of service. */
export const RECIPIENTS_RETIRED =
  'Deprecated by Stripe in March 2015 and removed in the first half of 2017; connected accounts replaced recipients.';

const name = text('The full legal name: first and last name, or that of the corporation.', {
  example: 'Jenny Rosen',
});

/** What may be said of a recipient, both when it is made and later. */
const fields = {
  bank_account: tokenOrBankAccount(
    'Where the money goes: a token or a bank account dictionary; country US only.',
  ),
  card: tokenOrCard('A debit card that the money goes to: a token or a card dictionary.'),
  description: note,
  email: unsettable(email('The e-mail address of the recipient.')),
  metadata: metadata(),
  tax_id: secret(
    text('The tax number: the full SSN of a person, the full EIN of a corporation.', {
      example: '000000000',
    }),
  ),
};

export const create = operation(
  'POST',
  '/v1/recipients',
  {
    description: 'Creates and verifies a recipient of transfers.',
    returns: 'recipient',
    retired: RECIPIENTS_RETIRED,
  },
  {
    name: required(name),
    type: required(enumeration(['individual', 'corporation'], 'What the recipient is.')),
    ...fields,
  },
);

export const retrieve = operation(
  'GET',
  '/v1/recipients/{recipient}',
  {
    description: 'Retrieves a recipient; a deleted one is marked so.',
    returns: 'recipient',
    retired: RECIPIENTS_RETIRED,
  },
  { recipient: required(id('rp', 'The recipient.')) },
);

export const update = operation(
  'POST',
  '/v1/recipients/{recipient}',
  {
    description: 'Updates a recipient; with another name, tax number or bank account it is verified again.',
    returns: 'recipient',
    retired: RECIPIENTS_RETIRED,
  },
  {
    recipient: required(id('rp', 'The recipient.')),
    default_card: id('card', 'Which of the recipient’s cards gets the money by default.'),
    name,
    ...fields,
  },
);

export const del = operation(
  'DELETE',
  '/v1/recipients/{recipient}',
  { description: 'Permanently deletes a recipient.', returns: 'recipient', retired: RECIPIENTS_RETIRED },
  { recipient: required(id('rp', 'The recipient.')) },
);

export const list = operation(
  'GET',
  '/v1/recipients',
  {
    description: 'Lists recipients, newest first.',
    returns: 'recipient',
    list: true,
    retired: RECIPIENTS_RETIRED,
  },
  {
    ...paging,
    created: timeFilter('Only recipients made then.'),
    type: enumeration(['individual', 'corporation'], 'Only recipients of this type.'),
    verified: boolean('Only recipients that are, or are not, verified.'),
  },
);
