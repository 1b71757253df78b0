import { accountOf } from '#lib/card-service/cards.ts';
import { reread } from '#lib/card-service/reconcile.ts';
import * as customers from '#lib/stripe/customers.ts';
import { describe } from '#lib/stripe/parameters.ts';
import * as sources from '#lib/stripe/sources.ts';
import { card } from '#lib/surface/card.ts';
import { cardId } from '#lib/surface/card-values.ts';

export const handler = card({
  description:
    'Reads a card again from Stripe, or all cards of the account, and repairs what is kept of it: month, year, which one is current, whether it is still there.',
  role: 'admin',
  arguments: { id: describe(cardId, 'The card; without it, all cards of the account are read.') },
  calls: [sources.retrieve, sources.list, sources.del, customers.retrieve, customers.update],
  run: async ({ session, identity, values: { id } }) => {
    await reread(session, id === undefined ? identity.account : await accountOf(session, identity, id), id);
    return undefined;
  },
});
