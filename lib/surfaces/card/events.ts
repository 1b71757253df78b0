/**
 * Takes events of Stripe, each once, however often and in whatever order they come. What an event changes is written
 * before the event is noted as taken, and can be written again: nothing is lost when a call is cut off in between.
 */
import { cardAtStripe } from './cards.ts';
import { type EventType, isFollowed } from './event-types.ts';
import { followCustomer, repairCard } from './reconcile.ts';
import type { StoredCard } from './records.ts';
import { backoff, type Session } from './session.ts';
import type { StripeEvent } from './stripe-event.ts';

type Take = (session: Session, event: StripeEvent) => Promise<void>;

/** How they are followed. */
const TAKES: Readonly<Record<EventType, Take>> = {
  'charge.failed': takeCharge(withFailure),
  'charge.succeeded': takeCharge(withSuccess),
  'customer.source.updated': takeSource,
  'customer.source.deleted': takeDeletion,
  'customer.updated': takeCustomer,
  'customer.deleted': takeCustomer,
  'payment_method.automatically_updated': takeSource,
  'payment_method.detached': takeDeletion,
  'payment_method.updated': takeSource,
};

/** Takes an event; one that concerns no card here is left at that. */
export async function takeEvent(session: Session, event: StripeEvent): Promise<void> {
  const take = isFollowed(event.type) ? TAKES[event.type] : undefined;
  if (take === undefined || event.account !== undefined || (await session.store.hasEvent(event.id))) {
    return;
  }
  await take(session, event);
  await session.store.keepEvent(event.id);
}

/** At most so many failures are told apart; the newest are kept. */
const MOST_FAILURES = 100;

/**
 * A card after a charge of it failed: counted, unless a later one went well. A charge does one or the other, and of
 * two charges in the same second none is the later one: the failure counts, in whichever order the events come.
 */
function withFailure(card: StoredCard, { id, created, data }: StripeEvent): StoredCard | undefined {
  if (created < card.succeeded || Object.hasOwn(card.failed, id)) {
    return undefined;
  }
  const newest = Object.values(card.failed).every((time) => time <= created);
  const { failure_message: message, failure_code: code } = data.object;
  const failed = Object.entries({ ...card.failed, [id]: created })
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_FAILURES);
  return {
    ...card,
    failed: Object.fromEntries(failed),
    failures: card.failures + 1,
    error: newest ? String(message ?? code ?? 'The charge failed.') : card.error,
  };
}

/** A card after a charge of it went well: only failures since then count, those in the same second too. */
function withSuccess(card: StoredCard, { created }: StripeEvent): StoredCard | undefined {
  if (created <= card.succeeded) {
    return undefined;
  }
  const later = Object.entries(card.failed).filter(([, time]) => time >= created);
  return {
    ...card,
    succeeded: created,
    failed: Object.fromEntries(later),
    failures: later.length,
    error: later.length === 0 ? '' : card.error,
  };
}

function takeCharge(change: (card: StoredCard, event: StripeEvent) => StoredCard | undefined): Take {
  return async (session, event) => {
    const { customer, source, card: older, payment_method } = event.data.object;
    const accountId = await accountOf(session, customer);
    const stripeCardId = idOf(source) ?? idOf(older) ?? idOf(payment_method);
    if (accountId === undefined || stripeCardId === undefined) {
      return;
    }
    for (let failures = 0; ; failures += 1) {
      const card = await cardAtStripe(session, accountId, stripeCardId);
      const changed = card && change(card, event);
      if (
        changed === undefined ||
        (await session.store.writeCard({ ...changed, version: changed.version + 1 }))
      ) {
        return;
      }
      await backoff(session, failures);
    }
  };
}

/** Stripe is asked how the card is: the event may be older than what is known here. */
async function takeSource(session: Session, event: StripeEvent): Promise<void> {
  const { id } = event.data.object;
  const accountId = await accountOf(session, customerIn(event));
  const card = accountId && (await cardAtStripe(session, accountId, String(id)));
  if (card) {
    await repairCard(session, card.accountId, card.id);
  }
}

/** It is noted first: a card that is just being added has no record yet, and whoever writes that looks for the note. */
async function takeDeletion(session: Session, event: StripeEvent): Promise<void> {
  const { id } = event.data.object;
  if ((await accountOf(session, customerIn(event))) !== undefined) {
    await session.store.noteDeletion(String(id));
  }
  await takeSource(session, event);
}

/** Whose a card is; a payment method that was detached is nobody's any more, and the event tells whose it was. */
function customerIn({ data: { object, previous_attributes } }: StripeEvent): unknown {
  return object['customer'] ?? previous_attributes?.['customer'];
}

async function takeCustomer(session: Session, event: StripeEvent): Promise<void> {
  const accountId = await accountOf(session, event.data.object['id']);
  if (accountId !== undefined) {
    await followCustomer(session, accountId);
  }
}

async function accountOf({ store }: Session, customer: unknown): Promise<string | undefined> {
  const id = idOf(customer);
  return id === undefined ? undefined : store.accountOfCustomer(id);
}

/** The id of what is given by its id, or whole. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    return idOf((value as { id?: unknown }).id);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}
