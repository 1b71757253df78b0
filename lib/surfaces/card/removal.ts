/**
 * Removes a card in repeatable steps: mark it in its account, so that it cannot become current; detach it at Stripe;
 * delete its record; remove the mark.
 */
import * as sources from '#lib/operations/sources.ts';
import { changeAccount, currentOf, excluding, including, noSuchCard, withCurrent } from './account.ts';
import type { CardAccount, Current, StoredCard } from './records.ts';
import { orUndefinedIfMissing, type Session } from './session.ts';

/**
 * Marks a card for removal. If it was current, the most recently submitted other card becomes current in the same
 * write. If there is no other, the next card counts as the account's first. Returns the card if it still exists;
 * otherwise only the mark is left to clear.
 * @throws {HttpError} 404 if the account has no such card
 */
export async function markRemoval(
  session: Session,
  accountId: string,
  id: string,
): Promise<StoredCard | undefined> {
  let card: StoredCard | undefined;
  await changeAccount(session, accountId, async (account) => {
    card = await session.store.card(accountId, id);
    const isCurrent = account.current?.id === id;
    const isMarked = account.removing?.includes(id) === true;
    if (card === undefined && !isCurrent && !isMarked) {
      throw noSuchCard(id);
    }
    if (isMarked && !isCurrent) {
      return undefined;
    }
    const marked = { ...account, removing: including(account.removing, id) };
    if (!isCurrent && !account.cleared) {
      return marked;
    }
    const next = await successor(session, marked);
    if (isCurrent) {
      return withCurrent(marked, next);
    }
    return next === undefined ? { ...marked, cleared: undefined } : marked;
  });
  return card;
}

/** Detaches a card at Stripe; ignores a card that no longer exists there. */
export async function detachCard(
  session: Session,
  { stripeCustomerId, stripeCardId }: Pick<StoredCard, 'stripeCustomerId' | 'stripeCardId'>,
): Promise<void> {
  await orUndefinedIfMissing(session.stripe(sources.del, { customer: stripeCustomerId, id: stripeCardId }));
}

/** Deletes the record of a marked card, and the mark. */
export async function finishRemoval(session: Session, accountId: string, id: string): Promise<void> {
  await session.store.deleteCard(accountId, id);
  await changeAccount(session, accountId, (account) =>
    account.removing?.includes(id) ? { ...account, removing: excluding(account.removing, id) } : undefined,
  );
}

/** The most recently submitted card that is not being removed. */
async function successor(
  { store }: Session,
  { accountId, removing = [] }: CardAccount,
): Promise<Current | undefined> {
  const { cards } = await store.page({ accountId, backwards: true, limit: removing.length + 1 });
  const next = cards.find(({ id }) => !removing.includes(id));
  return next && currentOf(next);
}
