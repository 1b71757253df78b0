/** Removes a card of an account. */
import { noSuchCard } from './account.ts';
import { mirror } from './current.ts';
import { type CardView, viewOf } from './records.ts';
import { detach, finishRemoval, markRemoval } from './removal.ts';
import type { Session } from './session.ts';

/**
 * Detaches a card at Stripe and deletes it. If it was current, the one submitted last of the others becomes current.
 * A call that was cut off is finished by the next one.
 * @throws {HttpError} 404 when the account has no such card
 */
export async function removeCard(session: Session, accountId: string, id: string): Promise<CardView> {
  const card = await markRemoval(session, accountId, id);
  if (card !== undefined) {
    await detach(session, card);
  }
  await mirror(session, accountId);
  await finishRemoval(session, accountId, id);
  if (card === undefined) {
    throw noSuchCard(id);
  }
  return viewOf(card, undefined);
}
