/** A customer’s cards, as they were before other sources joined them: https://stripe.com/docs/api/cards of 2013. */
import { createCard } from '#lib/operations/bridges/cards/create.ts';
import { deleteCard } from '#lib/operations/bridges/cards/delete.ts';
import { listCards } from '#lib/operations/bridges/cards/list.ts';
import { retrieveCard } from '#lib/operations/bridges/cards/retrieve.ts';
import { updateCard } from '#lib/operations/bridges/cards/update.ts';
import { id, metadata, otherNameOf, required, since } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';
import { cardUpdateFields, SOURCES_SINCE, tokenOrCard } from './source-fields.ts';

const customer = required(id('cus', 'The customer whose card it is.'));
const card = required(id('card', 'The card.'));
const superseded = 'Cards are among a customer’s sources since 2015-02-18.';

const newCard = required(tokenOrCard('What to attach: a token, or a card dictionary.'));

export const create = operation(
  'POST',
  '/v1/customers/{customer}/cards',
  {
    description: 'Attaches a card to a customer; the first one becomes the default.',
    returns: 'card',
    deprecated: superseded,
    bridge: createCard,
  },
  {
    customer,
    metadata: metadata(),
    source: since(SOURCES_SINCE, newCard),
    card: otherNameOf('source', newCard),
  },
);

export const retrieve = operation(
  'GET',
  '/v1/customers/{customer}/cards/{id}',
  {
    description: 'Retrieves a card of a customer.',
    returns: 'card',
    deprecated: superseded,
    bridge: retrieveCard,
  },
  { customer, id: card },
);

export const update = operation(
  'POST',
  '/v1/customers/{customer}/cards/{id}',
  {
    description: 'Updates a customer’s card.',
    returns: 'card',
    deprecated: superseded,
    bridge: updateCard,
  },
  { customer, id: card, ...cardUpdateFields, metadata: metadata() },
);

export const del = operation(
  'DELETE',
  '/v1/customers/{customer}/cards/{id}',
  {
    description:
      'Removes a card from a customer; if it was the default, the one added last becomes the default.',
    returns: 'card',
    deprecated: superseded,
    bridge: deleteCard,
  },
  { customer, id: card },
);

export const list = operation(
  'GET',
  '/v1/customers/{customer}/cards',
  {
    description: 'Lists the cards of a customer, newest first.',
    returns: 'card',
    list: true,
    deprecated: superseded,
    bridge: listCards,
  },
  { customer, ...paging },
);
