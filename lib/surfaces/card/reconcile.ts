/** Synchronizes cards and customers with Stripe, whose state always takes precedence over an event. */
import * as sources from '#lib/operations/sources.ts';
import { currentOf, ignore404, nextVersion, withCurrent } from './account.ts';
import { allCards, cardAtStripe, cardOf } from './cards.ts';
import { mirror, removeCard } from './current.ts';
import { forgetCustomer, retrieveCustomer } from './customer.ts';
import type { StoredCard } from './records.ts';
import { finishRemoval, markRemoval } from './removal.ts';
import { backoff, listed, orUndefinedIfMissing, type Session } from './session.ts';

/** A card at Stripe. */
interface StripeCard {
  readonly id: string;
  readonly exp_month: number;
  readonly exp_year: number;
}

/**
 * Synchronizes an account, or one of its cards, with Stripe: month, year, default card, and deleted cards. Completes
 * interrupted removals.
 * @throws {HttpError} 404 if the account has no such card
 */
export async function syncFromStripe(session: Session, accountId: string, id?: string): Promise<void> {
  if (id !== undefined) {
    await cardOf(session, accountId, id);
  }
  const account = await session.store.account(accountId);
  for (const unfinished of account?.removing ?? []) {
    await removeCard(session, accountId, unfinished).catch(ignore404);
    await finishRemoval(session, accountId, unfinished);
  }
  if (id !== undefined) {
    await repairCard(session, accountId, id);
  } else if (account?.stripeCustomerId !== undefined) {
    await repairCards(session, accountId, account.stripeCustomerId);
  }
  await followCustomer(session, accountId);
}

/** Synchronizes a card's record with Stripe. A card that no longer exists at Stripe is removed. */
export async function repairCard(session: Session, accountId: string, id: string): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    const card = await session.store.card(accountId, id);
    if (card === undefined) {
      return;
    }
    const { stripeCustomerId: customer, stripeCardId } = card;
    const source = await orUndefinedIfMissing(
      session.stripe(sources.retrieve, { customer, id: stripeCardId }),
    );
    if (source === undefined) {
      return forgetCard(session, card);
    }
    if (await writeRepaired(session, card, source as unknown as StripeCard)) {
      return;
    }
    await backoff(session, failures);
  }
}

/** Adopts the customer's default source, unless a change from here has yet to be sent to Stripe. */
export async function followCustomer(session: Session, accountId: string): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    const account = await session.store.account(accountId);
    if (account?.stripeCustomerId === undefined) {
      return;
    }
    if (account.mirrored !== account.revision) {
      await mirror(session, accountId);
      return;
    }
    const customer = await retrieveCustomer(session, account.stripeCustomerId);
    if (customer === undefined) {
      return forgetCustomer(session, accountId, account.stripeCustomerId);
    }
    const { default_source: chosen } = customer;
    if (account.cleared || chosen === null || chosen === account.current?.stripeCardId) {
      return;
    }
    const card = await cardAtStripe(session, accountId, chosen);
    if (card === undefined || account.removing?.includes(card.id)) {
      return;
    }
    const changed = withCurrent(account, currentOf(card));
    const after = { ...changed, mirrored: changed.revision, version: nextVersion(account) };
    if (await session.store.writeAccount(after, account.version)) {
      return;
    }
    await backoff(session, failures);
  }
}

/** Synchronizes all cards: those in Stripe's list at once, the others, which are probably deleted, one by one. */
async function repairCards(session: Session, accountId: string, stripeCustomerId: string): Promise<void> {
  const cards: StoredCard[] = [];
  for await (const card of allCards(session, accountId)) {
    cards.push(card);
  }
  const atStripe = await listCards(session, stripeCustomerId);
  for (const card of cards) {
    const source = atStripe.get(card.stripeCardId);
    if (source === undefined || !(await writeRepaired(session, card, source))) {
      await repairCard(session, accountId, card.id);
    }
  }
}

/** A customer's cards at Stripe, by ID. */
async function listCards(session: Session, customer: string): Promise<Map<string, StripeCard>> {
  const cards = new Map<string, StripeCard>();
  for await (const card of listed<StripeCard>((paging) =>
    session.stripe(sources.list, { customer, object: 'card', ...paging }),
  )) {
    cards.set(card.id, card);
  }
  return cards;
}

/** Updates a record. Returns `false` if another call changed it in the meantime. */
async function writeRepaired({ store }: Session, card: StoredCard, source: StripeCard): Promise<boolean> {
  const [month, year] = [String(source.exp_month), String(source.exp_year)];
  return (
    (month === card.month && year === card.year) ||
    store.writeCard({ ...card, month, year, version: card.version + 1 })
  );
}

async function forgetCard(session: Session, { accountId, id }: StoredCard): Promise<void> {
  await markRemoval(session, accountId, id).catch(ignore404);
  await mirror(session, accountId);
  await finishRemoval(session, accountId, id);
}
