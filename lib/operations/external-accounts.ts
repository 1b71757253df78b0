/** A connected account’s bank accounts and cards: https://stripe.com/docs/api/external_accounts as of 2016-07-06. */
import { boolean, enumeration, id, metadata, otherNameOf, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';
import { cardUpdateFields, tokenOrCardOrBankAccount } from './source-fields.ts';

const account = required(id('acct', 'The managed account whose bank account or card it is.'));
const externalAccount = required(id('ba', 'The bank account or card.'));
/** An external account that is a card, for examples. */
export const EXAMPLE_CARD = 'card_14zjEA2eZvKYlo2C';
const defaultForCurrency = boolean(
  'Whether funds in its currency are sent here; always true for the first one of a currency.',
);

const newExternalAccount = required(
  tokenOrCardOrBankAccount('A token, or a card or bank account dictionary.'),
);

export const create = operation(
  'POST',
  '/v1/accounts/{account}/external_accounts',
  {
    description: 'Gives a managed account a bank account or debit card that its funds can go to.',
    returns: 'bank_account',
  },
  {
    account,
    default_for_currency: defaultForCurrency,
    external_account: newExternalAccount,
    bank_account: otherNameOf('external_account', newExternalAccount),
    card: otherNameOf('external_account', newExternalAccount),
    metadata: metadata(),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/accounts/{account}/external_accounts/{id}',
  { description: 'Retrieves a bank account or card of a managed account.', returns: 'bank_account' },
  { account, id: externalAccount },
);

export const update = operation(
  'POST',
  '/v1/accounts/{account}/external_accounts/{id}',
  {
    description:
      'Updates a bank account or card of a managed account. Of a bank account, only metadata and `default_for_currency` can change.',
    returns: 'bank_account',
  },
  {
    account,
    id: externalAccount,
    ...cardUpdateFields,
    default_for_currency: defaultForCurrency,
    metadata: metadata(),
  },
);

export const del = operation(
  'DELETE',
  '/v1/accounts/{account}/external_accounts/{id}',
  {
    description:
      'Removes a bank account or card from a managed account. The default of the account’s own currency stays, and so does any default with others beside it.',
    returns: 'bank_account',
  },
  { account, id: externalAccount },
);

export const list = operation(
  'GET',
  '/v1/accounts/{account}/external_accounts',
  {
    description: 'Lists the bank accounts and cards of a managed account, newest first.',
    returns: 'bank_account',
    list: true,
  },
  {
    account,
    ...paging,
    object: enumeration(['bank_account', 'card'], 'Only this kind.'),
  },
);
