/**
 * Adds a card to an account. Every step can be repeated with the same result for the same token, so the next call
 * completes an interrupted one, and concurrent calls have one result.
 */
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { isObject } from '#lib/http/json-object.ts';
import * as sources from '#lib/operations/sources.ts';
import * as tokens from '#lib/operations/tokens.ts';
import { isCachedServerError, StripeConnectionError } from '#lib/stripe/errors.ts';
import { changeAccount, currentOf, problem, withCurrent } from './account.ts';
import { mirror } from './current.ts';
import { forgetCustomer, openCustomer, retrieveCustomer } from './customer.ts';
import { repairCard } from './reconcile.ts';
import { type CardAccount, type CardView, makeId, type StoredCard, submittedAt, viewOf } from './records.ts';
import { detachCard } from './removal.ts';
import {
  digest,
  firstWithMetadata,
  isFinal,
  isServerError,
  orUndefinedIfMissing,
  type Session,
} from './session.ts';

/** The card details that a caller sends. */
export interface NewCard {
  readonly name: string;
  /** The last four digits. */
  readonly number: string;
  readonly month: number;
  readonly year: number;
  readonly current?: boolean | undefined;
  /** The token that Stripe.js created from the card number. */
  readonly stripeToken: string;
}

/** A card at Stripe. */
interface StripeCard {
  readonly id: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
}

/** An attempt to add a card. */
interface Attempt {
  readonly accountId: string;
  readonly id: string;
  /** The digest of the token; unknown if Stripe does not return the token. */
  readonly digest: string | undefined;
  /** Whether there was an earlier attempt with the same token. */
  readonly isRepeated: boolean;
}

/**
 * Adds a card: finds or creates the account's customer, attaches the card and stores its record. The card becomes
 * current if the caller asks for it, or if it is the account's first.
 * @throws {ArgumentError} if the token is not a card token, or belongs to another card than the one described
 * @throws {HttpError} 409 if the card was deleted at Stripe in the meantime
 * @throws {StripeApiError} 402 if the card is declined; then only the account's customer is stored
 */
export async function createCard(session: Session, accountId: string, wanted: NewCard): Promise<CardView> {
  const known = await retrieveToken(session, wanted);
  const card = await attachWithRetry(session, accountId, known, wanted);
  await session.store.createCard(card);
  const account = await changeAccount(session, accountId, (found) => {
    if (found.stripeCustomerId !== card.stripeCustomerId) {
      return undefined;
    }
    const isFirst = found.current === undefined && !found.cleared;
    const becomesCurrent = wanted.current === true || isFirst;
    return becomesCurrent && !found.removing?.includes(card.id)
      ? withCurrent(found, currentOf(card))
      : undefined;
  });
  await mirror(session, accountId);
  await followDeletion(session, card, account);
  return viewOf((await session.store.card(accountId, card.id)) ?? card, account.current);
}

/** Handles a deletion of the card or its customer at Stripe whose event arrived before the card had a record. */
async function followDeletion(
  session: Session,
  card: StoredCard,
  { stripeCustomerId }: CardAccount,
): Promise<void> {
  const { accountId, id, stripeCardId } = card;
  if (stripeCustomerId === card.stripeCustomerId && !(await session.store.isDeleted(stripeCardId))) {
    return;
  }
  await repairCard(session, accountId, id);
  if ((await session.store.card(accountId, id)) === undefined) {
    throw new HttpError('card_deleted', 'The card was deleted at Stripe while it was being added.');
  }
}

/** Retrieves the token's card without using the token. Stripe does not return test tokens such as `tok_visa`. */
async function retrieveToken({ stripe }: Session, wanted: NewCard): Promise<{ id: string } | undefined> {
  const token = await orUndefinedIfMissing(stripe(tokens.retrieve, { token: wanted.stripeToken }));
  if (token === undefined) {
    return undefined;
  }
  const { card } = token;
  if (card === undefined) {
    throw new ArgumentError([problem('stripeToken', 'must be a card token')]);
  }
  if (!isObject(card)) {
    throw new StripeConnectionError(
      502,
      'Stripe, or a proxy in front of it, responded with an invalid card.',
    );
  }
  assertSameCard(card as unknown as StripeCard, wanted);
  return { id: token['id'] as string };
}

async function beginAttempt(
  { store }: Session,
  accountId: string,
  token: { id: string } | undefined,
): Promise<Attempt> {
  const id = makeId();
  if (token === undefined) {
    return { accountId, id, digest: undefined, isRepeated: false };
  }
  const key = digest('token', token.id);
  const claimed = await store.claimAttempt(accountId, key, id);
  return { accountId, id: claimed.id, digest: key, isRepeated: !claimed.isNew };
}

/** Attaches the card. If Stripe stored a server error for the first attempt, makes a second one with another key. */
async function attachWithRetry(
  session: Session,
  accountId: string,
  token: { id: string } | undefined,
  wanted: NewCard,
): Promise<StoredCard> {
  for (let again = true; ; again = false) {
    const attempt = await beginAttempt(session, accountId, token);
    try {
      return await attach(session, attempt, wanted);
    } catch (error) {
      if (!isCachedServerError(error)) {
        throw error;
      }
      await forgetAttempt(session, attempt);
      if (!again) {
        throw error;
      }
    }
  }
}

async function forgetAttempt({ store }: Session, { accountId, digest: key, id }: Attempt): Promise<void> {
  if (key !== undefined) {
    await store.forgetAttempt(accountId, key, id);
  }
}

/** Attaches the card to the account's customer. If that fails, nothing of the card is stored. */
async function attach(session: Session, attempt: Attempt, wanted: NewCard): Promise<StoredCard> {
  const { accountId } = attempt;
  for (let again = true; ; again = false) {
    const stripeCustomerId = await openCustomer(session, accountId);
    try {
      const attached = await attachTo(session, stripeCustomerId, attempt, wanted);
      return newCard(attempt, wanted, attached, stripeCustomerId);
    } catch (error) {
      if (!isFinal(error) && !(error instanceof ArgumentError)) {
        throw error;
      }
      if (again && isFinal(error) && (await retrieveCustomer(session, stripeCustomerId)) === undefined) {
        await forgetCustomer(session, accountId, stripeCustomerId);
        continue;
      }
      await forgetAttempt(session, attempt);
      throw error;
    }
  }
}

async function attachTo(
  session: Session,
  customer: string,
  { accountId, id, isRepeated }: Attempt,
  wanted: NewCard,
): Promise<StripeCard> {
  const attached = await createSource(session, customer, { accountId, cardId: id }, wanted.stripeToken);
  const mine = { stripeCustomerId: customer, stripeCardId: attached.id };
  if (
    isRepeated &&
    !(await orUndefinedIfMissing(session.stripe(sources.retrieve, { customer, id: attached.id })))
  ) {
    throw new ArgumentError([problem('stripeToken', 'was already used, and its card has been removed')]);
  }
  try {
    assertSameCard(attached, wanted);
  } catch (error) {
    await detachCard(session, mine);
    throw error;
  }
  return attached;
}

/** Creates the customer's source, or finds it if Stripe created it despite a server error. */
async function createSource(
  session: Session,
  customer: string,
  metadata: { accountId: string; cardId: string },
  source: string,
): Promise<StripeCard> {
  const { cardId } = metadata;
  try {
    const key = digest('attach', cardId, customer);
    const made = await session.stripe(sources.create, { customer, source, metadata }, key);
    return made as unknown as StripeCard;
  } catch (error) {
    const found = isServerError(error)
      ? await firstWithMetadata<StripeCard>(['cardId', cardId], (paging) =>
          session.stripe(sources.list, { customer, object: 'card', ...paging }),
        )
      : undefined;
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}

function newCard(
  { accountId, id }: Attempt,
  { name }: NewCard,
  { id: stripeCardId, last4, exp_month, exp_year }: StripeCard,
  stripeCustomerId: string,
): StoredCard {
  return {
    accountId,
    id,
    name,
    number: last4,
    month: String(exp_month),
    year: String(exp_year),
    submitted: submittedAt(id),
    error: '',
    failures: 0,
    stripeCardId,
    stripeCustomerId,
    failed: {},
    succeeded: 0,
    version: 1,
  };
}

/** Rejects a token that belongs to another card than the one described. */
function assertSameCard({ last4, exp_month, exp_year }: StripeCard, { number, month, year }: NewCard): void {
  const agreements = { number: number === last4, month: month === exp_month, year: year === exp_year };
  const problems = Object.entries(agreements)
    .filter(([, agrees]) => !agrees)
    .map(([name]) => problem(name, 'does not match the card of stripeToken'));
  if (problems.length > 0) {
    throw new ArgumentError(problems);
  }
}
