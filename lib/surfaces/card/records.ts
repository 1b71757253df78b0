/** What the card service keeps, and what it shows of it. */
import { decodeTime, monotonicFactory } from 'ulid';

/**
 * Makes an id (ULID). Ids sort by the time when they were made; those that one process makes in the same millisecond sort
 * in the order in which it made them.
 */
export const makeId: () => string = monotonicFactory();

/** When an id was made, in ISO 8601. */
export function submittedAt(id: string): string {
  return new Date(decodeTime(id)).toISOString();
}

/** A card of an account. */
export interface StoredCard {
  readonly accountId: string;
  /** Sorts by the time of submission. */
  readonly id: string;
  readonly name: string;
  /** The last four digits. */
  readonly number: string;
  readonly month: string;
  readonly year: string;
  /** ISO 8601, UTC. */
  readonly submitted: string;
  /** Why the last charge failed; empty when it went well. */
  readonly error: string;
  /** How many charges failed since the last one that went well. */
  readonly failures: number;
  readonly stripeCardId: string;
  readonly stripeCustomerId: string;
  /** The failures that are counted: when each happened, in Unix seconds, by the id of its event. */
  readonly failed: Readonly<Record<string, number>>;
  /** When the last charge went well, in Unix seconds; 0 for never. */
  readonly succeeded: number;
  /** Counts the changes, so that one made of an older state is noticed. */
  readonly version: number;
}

/**
 * What is known of an account as a whole. Which card is current is a fact of the account: whatever happens at once,
 * there is one answer.
 */
export interface CardAccount {
  readonly accountId: string;
  /** Counts the changes, so that one made of an older state is noticed. */
  readonly version: number;
  /**
   * Whoever makes the Stripe customer makes it with this, so that all who do make the same one. It tells when it was
   * made, and the customer's metadata hold it.
   */
  readonly customerKey: string;
  readonly stripeCustomerId?: string | undefined;
  /** The cards that are being removed. */
  readonly removing?: readonly string[] | undefined;
  readonly current?: Current | undefined;
  /** It was decided that no card is current. */
  readonly cleared?: boolean | undefined;
  /** Counts the changes of `current`. */
  readonly revision: number;
  /** The revision that Stripe is known to have as the default source. */
  readonly mirrored: number;
}

/** The current card, by its id here and at Stripe. */
export interface Current {
  readonly id: string;
  readonly stripeCardId: string;
}

/** A card as callers see it. */
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

/** A card as callers see it who ask for what is hidden. */
export interface HiddenView extends CardView {
  readonly stripeCardId: string;
  readonly stripeCustomerId: string;
}

/** Shows a card. */
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

/** Shows a card with its ids at Stripe. */
export function hiddenViewOf(card: StoredCard, current: Current | undefined): HiddenView {
  const { stripeCardId, stripeCustomerId } = card;
  return { ...viewOf(card, current), stripeCardId, stripeCustomerId };
}
