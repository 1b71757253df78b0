/** The debit cards of recipients: https://stripe.com/docs/api/cards as of 2014. */
import { id, metadata, otherNameOf, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { RECIPIENTS_RETIRED as retired } from './recipients.ts';
import { paging } from './shared.ts';
import { cardUpdateFields, tokenOrCard } from './source-fields.ts';

const recipient = required(id('rp', 'The recipient whose card it is.'));
const card = required(id('card', 'The card.'));
const newCard = required(tokenOrCard('What to attach: a token, or a card dictionary.'));

export const create = operation(
  'POST',
  '/v1/recipients/{recipient}/cards',
  {
    description: 'Attaches a card to a recipient; the first one becomes the default.',
    returns: 'card',
    retired,
  },
  { recipient, card: newCard, source: otherNameOf('card', newCard), metadata: metadata() },
);

export const retrieve = operation(
  'GET',
  '/v1/recipients/{recipient}/cards/{id}',
  { description: 'Retrieves a card of a recipient.', returns: 'card', retired },
  { recipient, id: card },
);

export const update = operation(
  'POST',
  '/v1/recipients/{recipient}/cards/{id}',
  { description: 'Updates a recipient’s card.', returns: 'card', retired },
  { recipient, id: card, ...cardUpdateFields, metadata: metadata() },
);

export const del = operation(
  'DELETE',
  '/v1/recipients/{recipient}/cards/{id}',
  {
    description:
      'Removes a card from a recipient; if it was the default, the one added last becomes the default.',
    returns: 'card',
    retired,
  },
  { recipient, id: card },
);

export const list = operation(
  'GET',
  '/v1/recipients/{recipient}/cards',
  { description: 'Lists the cards of a recipient, newest first.', returns: 'card', list: true, retired },
  { recipient, ...paging },
);
