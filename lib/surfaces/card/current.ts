/** Sets the current card of an account, which is the default source at Stripe, and removes cards. */
import { HttpError } from '#lib/http/errors.ts';
import * as customers from '#lib/operations/customers.ts';
import * as sources from '#lib/operations/sources.ts';
import { changeAccount, currentOf, noSuchCard, withCurrent } from './account.ts';
import { cardOf } from './cards.ts';
import { type CardView, type Current, viewOf } from './records.ts';
import { detachCard, finishRemoval, markRemoval } from './removal.ts';
import { isFinal, orUndefinedIfMissing, type Session } from './session.ts';

/**
 * Makes a card current, or clears the current card, and mirrors that to Stripe. Without a current card, Stripe keeps
 * its default source.
 * @throws {HttpError} 404 if the account has no such card, 409 if it is being removed
 */
export async function updateCurrent(
  session: Session,
  accountId: string,
  id: string,
  current: boolean,
): Promise<CardView> {
  let card = await cardOf(session, accountId, id);
  const account = await changeAccount(session, accountId, async (found) => {
    card = await cardOf(session, accountId, id);
    if (found.removing?.includes(id)) {
      throw new HttpError('card_deleted', `The card ${id} is being removed.`);
    }
    if ((found.current?.id === id) === current) {
      return undefined;
    }
    return current
      ? withCurrent(found, currentOf(card))
      : { ...withCurrent(found, undefined), cleared: true };
  });
  const gone = await mirror(session, accountId);
  if (gone.includes(id)) {
    throw new HttpError(
      'resource_missing',
      `The card ${id} no longer exists at Stripe; it has been removed here as well.`,
    );
  }
  return viewOf(card, account.current);
}

/**
 * Detaches a card at Stripe and deletes it. If it was current, the most recently submitted other card becomes current.
 * The next call completes an interrupted one.
 * @throws {HttpError} 404 if the account has no such card
 */
export async function removeCard(session: Session, accountId: string, id: string): Promise<CardView> {
  const card = await markRemoval(session, accountId, id);
  if (card !== undefined) {
    await detachCard(session, card);
  }
  await mirror(session, accountId);
  await finishRemoval(session, accountId, id);
  if (card === undefined) {
    throw noSuchCard(id);
  }
  return viewOf(card, undefined);
}

/**
 * Makes the current card the default source at Stripe, unless it already is. Concurrent calls each continue until the
 * value that they last sent to Stripe is still current, so the last write to Stripe is always correct. Cards that no
 * longer exist at Stripe are removed; their IDs are returned.
 */
export async function mirror(session: Session, accountId: string): Promise<string[]> {
  const gone: string[] = [];
  for (let told = false; ; ) {
    const account = await session.store.account(accountId);
    if (account === undefined || (account.mirrored === account.revision && !told)) {
      return gone;
    }
    const { current, revision, stripeCustomerId } = account;
    if (current !== undefined && stripeCustomerId !== undefined) {
      told = true;
      if (!(await makeDefault(session, stripeCustomerId, current))) {
        if ((await session.store.account(accountId))?.revision === revision) {
          await markRemoval(session, accountId, current.id);
          await finishRemoval(session, accountId, current.id);
          gone.push(current.id);
        }
        continue;
      }
    }
    const after = await changeAccount(session, accountId, (found) =>
      found.revision === revision && found.mirrored !== revision
        ? { ...found, mirrored: revision }
        : undefined,
    );
    if (after.revision === revision) {
      return gone;
    }
  }
}

/** Sets the default source. Returns `false` if the card no longer exists at Stripe. */
async function makeDefault(session: Session, customer: string, { stripeCardId }: Current): Promise<boolean> {
  try {
    await session.stripe(customers.update, { customer, default_source: stripeCardId });
    return true;
  } catch (error) {
    if (
      isFinal(error) &&
      (await orUndefinedIfMissing(session.stripe(sources.retrieve, { customer, id: stripeCardId }))) ===
        undefined
    ) {
      return false;
    }
    throw error;
  }
}
