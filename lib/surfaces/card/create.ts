/**
 * Adds a card to an account. Every step can be repeated, and is the same for the same token, so a call that was cut
 * off is finished by the next one, and two at once end as one.
 */
import { ArgumentError } from '#lib/endpoint/errors.ts';
import { HttpError } from '#lib/http/errors.ts';
import { isObject } from '#lib/http/json-object.ts';
import * as sources from '#lib/operations/sources.ts';
import * as tokens from '#lib/operations/tokens.ts';
import { isKeptFailure, StripeConnectionError } from '#lib/stripe/errors.ts';
import { changeAccount, currentOf, problem, withCurrent } from './account.ts';
import { mirror } from './current.ts';
import { forgetCustomer, openCustomer, retrieveCustomer } from './customer.ts';
import { repairCard } from './reconcile.ts';
import { type CardAccount, type CardView, makeId, type StoredCard, submittedAt, viewOf } from './records.ts';
import { detachCard } from './removal.ts';
import {
  digest,
  firstMadeWith,
  isFinal,
  isServerError,
  orUndefinedIfMissing,
  type Session,
} from './session.ts';

/** What a caller says of a card. */
export interface NewCard {
  readonly name: string;
  /** The last four digits. */
  readonly number: string;
  readonly month: number;
  readonly year: number;
  readonly current?: boolean | undefined;
  /** Stripe.js made it of the card's number. */
  readonly stripeToken: string;
}

/** A card as Stripe has it. */
interface StripeCard {
  readonly id: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
}

/** A card that is being added. */
interface Attempt {
  readonly accountId: string;
  readonly id: string;
  /** Of the token; unknown for one that Stripe does not tell of. */
  readonly digest: string | undefined;
  /** Whether there was one before for the same token. */
  readonly isRepeated: boolean;
}

/**
 * Adds a card: the account's customer is found or made, the card attached, its record kept. It becomes current when
 * that is wished, or when it is the account's first.
 * @throws {ArgumentError} when the token stands for another card than the caller says, or for none
 * @throws {HttpError} 409 when it was deleted at Stripe meanwhile
 * @throws {StripeApiError} 402 when the card is declined; nothing is kept then but the account's customer
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

/** Whoever heard that the card, or its customer, was deleted at Stripe found no record to delete before there was one. */
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

/** The token's card, before it is used; Stripe tells nothing of test tokens such as `tok_visa`. */
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
  refuseOther(card as unknown as StripeCard, wanted);
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

/** Attaches the card; where Stripe failed, and keeps that for the first attempt, in another one. */
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
      if (!isKeptFailure(error)) {
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

/** Attaches the card to the account's customer. Of a card that cannot be attached, nothing is kept. */
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
  const attached = await makeSource(session, customer, { accountId, cardId: id }, wanted.stripeToken);
  const mine = { stripeCustomerId: customer, stripeCardId: attached.id };
  if (
    isRepeated &&
    !(await orUndefinedIfMissing(session.stripe(sources.retrieve, { customer, id: attached.id })))
  ) {
    throw new ArgumentError([problem('stripeToken', 'was already used, and its card has been removed')]);
  }
  try {
    refuseOther(attached, wanted);
  } catch (error) {
    await detachCard(session, mine);
    throw error;
  }
  return attached;
}

/** Makes the token a card of the customer, or finds the one that was made of it although Stripe then failed. */
async function makeSource(
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
      ? await firstMadeWith<StripeCard>(['cardId', cardId], (paging) =>
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

/** Refuses a card that is not the one the caller speaks of. */
function refuseOther({ last4, exp_month, exp_year }: StripeCard, { number, month, year }: NewCard): void {
  const agreements = { number: number === last4, month: month === exp_month, year: year === exp_year };
  const problems = Object.entries(agreements)
    .filter(([, agrees]) => !agrees)
    .map(([name]) => problem(name, 'does not match the card of stripeToken'));
  if (problems.length > 0) {
    throw new ArgumentError(problems);
  }
}
