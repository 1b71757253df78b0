/**
 * Processes Stripe events, each once, in any order and however often they arrive. The changes of an event are stored
 * before the event is marked as processed, and can be stored again, so nothing is lost if a call is interrupted.
 */
import { cardAtStripe } from './cards.ts';
import { type EventType, isFollowed } from './event-types.ts';
import { followCustomer, repairCard } from './reconcile.ts';
import type { StoredCard } from './records.ts';
import { backoff, type Session } from './session.ts';
import type { StripeEvent } from './stripe-event.ts';

type Take = (session: Session, event: StripeEvent) => Promise<void>;

/** The handlers of the event types. */
const HANDLERS: Readonly<Record<EventType, Take>> = {
  'charge.failed': processCharge(withFailure),
  'charge.succeeded': processCharge(withSuccess),
  'customer.source.updated': processSource,
  'customer.source.deleted': processDeletion,
  'customer.updated': processCustomer,
  'customer.deleted': processCustomer,
  'payment_method.automatically_updated': processSource,
  'payment_method.detached': processDeletion,
  'payment_method.updated': processSource,
};

/** Processes an event. Events that do not concern a card here are ignored. */
export async function processEvent(session: Session, event: StripeEvent): Promise<void> {
  const take = isFollowed(event.type) ? HANDLERS[event.type] : undefined;
  if (take === undefined || event.account !== undefined || (await session.store.hasEvent(event.id))) {
    return;
  }
  await take(session, event);
  await session.store.keepEvent(event.id);
}

/** The maximum number of failures that are stored per card; older ones are dropped. */
const MOST_FAILURES = 100;

/**
 * The card after a failed charge. The failure counts unless a later charge succeeded. If a failure and a success have
 * the same second, the failure counts, regardless of the order of the events.
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

/** The card after a successful charge. Only failures since then count, including those in the same second. */
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

function processCharge(change: (card: StoredCard, event: StripeEvent) => StoredCard | undefined): Take {
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

/** Re-reads the card from Stripe, because the event may be older than our record. */
async function processSource(session: Session, event: StripeEvent): Promise<void> {
  const { id } = event.data.object;
  const accountId = await accountOf(session, customerIn(event));
  const card = accountId && (await cardAtStripe(session, accountId, String(id)));
  if (card) {
    await repairCard(session, card.accountId, card.id);
  }
}

/**
 * Record the deletion first: the card may still be being created, and the code that creates it checks for this record.
 */
async function processDeletion(session: Session, event: StripeEvent): Promise<void> {
  const { id } = event.data.object;
  if ((await accountOf(session, customerIn(event))) !== undefined) {
    await session.store.noteDeletion(String(id));
  }
  await processSource(session, event);
}

/** The customer of a card. A detached payment method has none, so the event's previous attributes are used. */
function customerIn({ data: { object, previous_attributes } }: StripeEvent): unknown {
  return object['customer'] ?? previous_attributes?.['customer'];
}

async function processCustomer(session: Session, event: StripeEvent): Promise<void> {
  const accountId = await accountOf(session, event.data.object['id']);
  if (accountId !== undefined) {
    await followCustomer(session, accountId);
  }
}

async function accountOf({ store }: Session, customer: unknown): Promise<string | undefined> {
  const id = idOf(customer);
  return id === undefined ? undefined : store.accountOfCustomer(id);
}

/** The ID of a value that is an ID or an object. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    return idOf((value as { id?: unknown }).id);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}
