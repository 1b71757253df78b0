import { getCard } from '#lib/card-service/cards.ts';
import { card } from '#lib/surface/card.ts';
import { theCard } from '#lib/surface/card-values.ts';

export const handler = card({
  description: 'Gives a card.',
  role: 'admin',
  arguments: { id: theCard },
  calls: [],
  run: ({ session, identity, values: { id } }) => getCard(session, identity, id),
});
