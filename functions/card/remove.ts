import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { card } from '#lib/surfaces/card/card.ts';
import { removeCard } from '#lib/surfaces/card/current.ts';
import { theCard } from '#lib/surfaces/card/values.ts';

export const handler = card({
  description:
    'Removes a card of the account. If it was current, the most recently submitted other card becomes current.',
  role: 'owner',
  arguments: { id: theCard },
  operations: [sources.del, sources.retrieve, customers.update],
  returns: 'card',
  run: ({ session, identity: { account }, values: { id } }) => removeCard(session, account, id),
});
