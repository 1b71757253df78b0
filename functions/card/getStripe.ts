import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { describe } from '#lib/parameters/parameters.ts';
import { card } from '#lib/surfaces/card/card.ts';
import { accountOf } from '#lib/surfaces/card/cards.ts';
import { syncFromStripe } from '#lib/surfaces/card/reconcile.ts';
import { cardId } from '#lib/surfaces/card/values.ts';

export const handler = card({
  description:
    'Synchronizes a card, or all cards of the account, with Stripe: month, year, current card, and deleted cards.',
  role: 'admin',
  arguments: { id: describe(cardId, 'The card; without it, all cards of the account are read.') },
  operations: [sources.retrieve, sources.list, sources.del, customers.retrieve, customers.update],
  run: async ({ session, identity, values: { id } }) => {
    await syncFromStripe(
      session,
      id === undefined ? identity.account : await accountOf(session, identity, id),
      id,
    );
    return undefined;
  },
});
