import { updateCurrent } from '#lib/card-service/current.ts';
import * as customers from '#lib/stripe/customers.ts';
import { boolean } from '#lib/stripe/parameters.ts';
import * as sources from '#lib/stripe/sources.ts';
import { card } from '#lib/surface/card.ts';
import { theCard } from '#lib/surface/card-values.ts';

export const handler = card({
  description: 'Makes a card of the account current, or no card if it was.',
  role: 'owner',
  arguments: {
    id: theCard,
    current: boolean('Whether it shall be current; `false` leaves the account without a current card.', {
      default: true,
    }),
  },
  calls: [customers.update, sources.retrieve],
  run: ({ session, identity: { account }, values: { id, current = true } }) =>
    updateCurrent(session, account, id, current),
});
