import { card } from '#lib/surfaces/card/card.ts';
import { getCard } from '#lib/surfaces/card/cards.ts';
import { theCard } from '#lib/surfaces/card/values.ts';

export const handler = card({
  description: 'Returns a card.',
  role: 'admin',
  arguments: { id: theCard },
  operations: [],
  returns: 'card',
  run: ({ session, identity, values: { id } }) => getCard(session, identity, id),
});
