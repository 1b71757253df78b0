import { removeCard } from '#lib/card-service/current.ts';
import * as customers from '#lib/stripe/customers.ts';
import * as sources from '#lib/stripe/sources.ts';
import { card } from '#lib/surface/card.ts';
import { theCard } from '#lib/surface/card-values.ts';

export const handler = card({
  description:
    'Removes a card of the account. If it was current, the one submitted last of the others becomes current.',
  role: 'owner',
  arguments: { id: theCard },
  calls: [sources.del, sources.retrieve, customers.update],
  run: ({ session, identity: { account }, values: { id } }) => removeCard(session, account, id),
});
