/** The cards of recipients, which have URLs of their own. */
import * as recipientCards from '#lib/operations/recipient-cards.ts';
import { recipient } from '#sandbox/connect/objects/recipients.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { changedCard } from '#sandbox/payments/cards.ts';
import { type Card, card } from '#sandbox/payments/objects/cards.ts';
import { addCard } from './recipients.ts';

export const create = implement(recipientCards.create, (call, { recipient: id, card: given, metadata }) => {
  const owner = call.find(recipient, id);
  const added = addCard(call, id, given, call.metadata(metadata));
  if (owner.default_card === null) {
    makeDefault(call, id, added.id);
  }
  return added;
});

export const retrieve = implement(recipientCards.retrieve, (call, parameters) => find(call, parameters));

export const update = implement(
  recipientCards.update,
  (call, { recipient: owner, id, metadata, ...changes }) => {
    const current = find(call, { recipient: owner, id });
    return call.change(card, current, {
      ...changedCard(call, current, changes),
      metadata: call.metadata(metadata, current.metadata),
    });
  },
);

export const del = implement(recipientCards.del, (call, parameters) => {
  const current = find(call, parameters);
  call.remove(card, current);
  if (call.find(recipient, parameters.recipient).default_card === current.id) {
    const [newest] = call.newest(card, { recipient: parameters.recipient }, 1);
    makeDefault(call, parameters.recipient, newest?.id ?? null);
  }
  return { deleted: true, id: current.id };
});

export const list = implement(recipientCards.list, (call, { recipient: id, ...paging }) =>
  call.page(card, paging, { recipient: call.find(recipient, id).id }),
);

function makeDefault(call: Call, id: string, default_card: string | null): void {
  const changed = call.change(recipient, call.find(recipient, id), { default_card });
  call.announce('recipient.updated', changed);
}

/** Finds a card of a recipient; those of other recipients are not found. */
function find(call: Call, { recipient: owner, id }: { recipient: string; id: string }): Card {
  call.find(recipient, owner);
  const found = call.peek(card, id);
  return found?.recipient === owner ? found : call.missing(card.noun, id, 'id');
}
