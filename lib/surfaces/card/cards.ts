/** Looks up cards. */
import { noSuchCard } from './account.ts';
import type { TokenIdentity } from './identity.ts';
import { type CardView, type StoredCard, viewOf } from './records.ts';
import type { Session } from './session.ts';

const PAGE = 1_000;

/**
 * A card of an account.
 * @throws {HttpError} 404 if the account has no such card
 */
export async function cardOf({ store }: Session, accountId: string, id: string): Promise<StoredCard> {
  const card = await store.card(accountId, id);
  if (card === undefined) {
    throw noSuchCard(id);
  }
  return card;
}

/**
 * The account of a card that the caller may read.
 * @throws {HttpError} 404 if there is no such card, or the caller may not read it
 */
export async function accountOf({ store }: Session, identity: TokenIdentity, id: string): Promise<string> {
  const accountId = identity.allAccounts ? await store.accountOfCard(id) : identity.account;
  if (accountId === undefined) {
    throw noSuchCard(id);
  }
  return accountId;
}

/**
 * A card that the caller may read.
 * @throws {HttpError} 404 as {@link accountOf}
 */
export async function getCard(session: Session, identity: TokenIdentity, id: string): Promise<CardView> {
  const accountId = await accountOf(session, identity, id);
  const card = await cardOf(session, accountId, id);
  return viewOf(card, (await session.store.account(accountId))?.current);
}

/** All cards of an account, in order of submission. */
export async function* allCards({ store }: Session, accountId: string): AsyncGenerator<StoredCard> {
  let after: StoredCard | undefined;
  do {
    const page = await store.page({ accountId, after, limit: PAGE });
    yield* page.cards;
    after = page.more ? page.cards.at(-1) : undefined;
  } while (after !== undefined);
}

/** The card of an account with a Stripe ID. */
export async function cardAtStripe(
  session: Session,
  accountId: string,
  stripeCardId: string,
): Promise<StoredCard | undefined> {
  for await (const card of allCards(session, accountId)) {
    if (card.stripeCardId === stripeCardId) {
      return card;
    }
  }
  return undefined;
}
