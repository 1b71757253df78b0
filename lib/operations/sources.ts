/** A customer’s cards, bank accounts and Bitcoin receivers: https://stripe.com/docs/api/cards as of 2016-07-06. */
import { createCard } from '#lib/operations/bridges/cards/create.ts';
import { deleteCard } from '#lib/operations/bridges/cards/delete.ts';
import { listSources } from '#lib/operations/bridges/cards/list.ts';
import { retrieveCard } from '#lib/operations/bridges/cards/retrieve.ts';
import { updateCard } from '#lib/operations/bridges/cards/update.ts';
import {
  enumeration,
  id,
  integer,
  list as listOf,
  metadata,
  otherNameOf,
  required,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';
import { cardUpdateFields, tokenOrCardOrBankAccount } from './source-fields.ts';

const customer = required(id('cus', 'The customer whose source it is.'));
const source = required(id('card', 'The source: a card, a bank account or a Bitcoin receiver.'));

const newSource = required(
  tokenOrCardOrBankAccount('What to attach: a token, or a card or bank account dictionary.'),
);

export const create = operation(
  'POST',
  '/v1/customers/{customer}/sources',
  {
    description: 'Attaches a source to a customer; the first one becomes the default.',
    returns: 'card',
    bridge: createCard,
  },
  {
    customer,
    metadata: metadata(),
    source: newSource,
    card: otherNameOf('source', newSource),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/customers/{customer}/sources/{id}',
  { description: 'Retrieves a source of a customer.', returns: 'card', bridge: retrieveCard },
  { customer, id: source },
);

export const update = operation(
  'POST',
  '/v1/customers/{customer}/sources/{id}',
  {
    description: 'Updates a customer’s card, or the metadata of a bank account.',
    returns: 'card',
    bridge: updateCard,
  },
  { customer, id: source, ...cardUpdateFields, metadata: metadata() },
);

export const del = operation(
  'DELETE',
  '/v1/customers/{customer}/sources/{id}',
  {
    description:
      'Removes a source from a customer; if it was the default, the one added last becomes the default.',
    returns: 'card',
    bridge: deleteCard,
  },
  { customer, id: source },
);

export const list = operation(
  'GET',
  '/v1/customers/{customer}/sources',
  {
    description: 'Lists the sources of a customer, newest first.',
    returns: 'card',
    list: true,
    bridge: listSources,
  },
  {
    customer,
    ...paging,
    object: enumeration(
      ['card', 'bank_account', 'bitcoin_receiver', 'alipay_account'],
      'Only this kind of source.',
    ),
  },
);

export const verify = operation(
  'POST',
  '/v1/customers/{customer}/sources/{id}/verify',
  {
    description: 'Verifies a customer’s bank account by the two small deposits it received.',
    returns: 'bank_account',
  },
  {
    customer,
    id: required(id('ba', 'The bank account.')),
    amounts: listOf(
      integer('The amount of one deposit.', { min: 1, example: 32 }),
      'The amounts of the two deposits, in cents.',
      {
        max: 2,
        example: [32, 45],
      },
    ),
  },
);
