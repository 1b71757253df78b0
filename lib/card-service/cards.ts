/** The cards of an account, as they are looked up. */
import { noSuchCard } from './account.ts';
import type { Card } from './records.ts';
import type { Session } from './session.ts';

const PAGE = 1_000;

/**
 * A card of an account.
 * @throws {HttpError} 404 when the account has no such card
 */
export async function cardOf({ store }: Session, accountId: string, id: string): Promise<Card> {
  const card = await store.card(accountId, id);
  if (card === undefined) {
    throw noSuchCard(id);
  }
  return card;
}

/** All cards of an account, in the order of submission. */
export async function* allCards({ store }: Session, accountId: string): AsyncGenerator<Card> {
  let after: Card | undefined;
  do {
    const page = await store.page({ accountId, after, limit: PAGE });
    yield* page.cards;
    after = page.more ? page.cards.at(-1) : undefined;
  } while (after !== undefined);
}

/** The card of an account that Stripe calls by an id. */
export async function cardAtStripe(
  session: Session,
  accountId: string,
  stripeCardId: string,
): Promise<Card | undefined> {
  for await (const card of allCards(session, accountId)) {
    if (card.stripeCardId === stripeCardId) {
      return card;
    }
  }
  return undefined;
}
