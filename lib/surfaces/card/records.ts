/** The records of the card service, and what callers see of them. */
import { decodeTime, monotonicFactory } from 'ulid';

/**
 * Creates an ID (ULID). IDs sort by creation time; IDs that one process creates in the same millisecond sort in order
 * of creation.
 */
export const makeId: () => string = monotonicFactory();

/** The creation time of an ID, in ISO 8601. */
export function submittedAt(id: string): string {
  return new Date(decodeTime(id)).toISOString();
}

/** A card of an account. */
export interface StoredCard {
  readonly accountId: string;
  /** Sorts by time of submission. */
  readonly id: string;
  readonly name: string;
  /** The last four digits. */
  readonly number: string;
  readonly month: string;
  readonly year: string;
  /** ISO 8601, UTC. */
  readonly submitted: string;
  /** The reason why the last charge failed; empty if it succeeded. */
  readonly error: string;
  /** The number of failed charges since the last successful one. */
  readonly failures: number;
  readonly stripeCardId: string;
  readonly stripeCustomerId: string;
  /** The failures that count: the time of each, in Unix seconds, by event ID. */
  readonly failed: Readonly<Record<string, number>>;
  /** The time of the last successful charge, in Unix seconds; 0 for never. */
  readonly succeeded: number;
  /** Counts changes, to detect concurrent ones. */
  readonly version: number;
}

/** The record of an account. It contains the current card, so that concurrent calls cannot make two cards current. */
export interface CardAccount {
  readonly accountId: string;
  /** Counts changes, to detect concurrent ones. */
  readonly version: number;
  /**
   * The key for creating the Stripe customer, so that concurrent calls create the same one. It contains its creation
   * time and is stored in the customer's metadata.
   */
  readonly customerKey: string;
  readonly stripeCustomerId?: string | undefined;
  /** Cards that are being removed. */
  readonly removing?: readonly string[] | undefined;
  readonly current?: Current | undefined;
  /** Whether the current card was deliberately cleared. */
  readonly cleared?: boolean | undefined;
  /** Counts changes of `current`. */
  readonly revision: number;
  /** The revision that Stripe's default source reflects. */
  readonly mirrored: number;
}

/** The current card, by its IDs here and at Stripe. */
export interface Current {
  readonly id: string;
  readonly stripeCardId: string;
}

/** A card as shown to callers. */
export interface CardView {
  readonly accountId: string;
  readonly current: boolean;
  readonly error: string;
  readonly failures: number;
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly month: string;
  readonly submitted: string;
  readonly year: string;
}

/** A card with the hidden fields. */
export interface HiddenView extends CardView {
  readonly stripeCardId: string;
  readonly stripeCustomerId: string;
}

/** Converts a record to what callers see. */
export function viewOf(card: StoredCard, current: Current | undefined): CardView {
  return {
    accountId: card.accountId,
    current: card.id === current?.id,
    error: card.error,
    failures: card.failures,
    id: card.id,
    name: card.name,
    number: card.number,
    month: card.month,
    submitted: card.submitted,
    year: card.year,
  };
}

/** The same with the Stripe IDs. */
export function hiddenViewOf(card: StoredCard, current: Current | undefined): HiddenView {
  const { stripeCardId, stripeCustomerId } = card;
  return { ...viewOf(card, current), stripeCardId, stripeCustomerId };
}
