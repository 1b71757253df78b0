import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { boolean } from '#lib/parameters/parameters.ts';
import { card } from '#lib/surfaces/card/card.ts';
import { updateCurrent } from '#lib/surfaces/card/current.ts';
import { theCard } from '#lib/surfaces/card/values.ts';

export const handler = card({
  description: 'Makes a card of the account current, or clears the current card.',
  role: 'owner',
  arguments: {
    id: theCard,
    current: boolean(
      'Whether the card is to be current; `false` leaves the account without a current card.',
      {
        default: true,
      },
    ),
  },
  operations: [customers.update, sources.retrieve],
  returns: 'card',
  run: ({ session, identity: { account }, values: { id, current = true } }) =>
    updateCurrent(session, account, id, current),
});
