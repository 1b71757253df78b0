/** Events of Stripe as webhooks bring them: only what Stripe signed is believed. */
import Stripe from 'stripe';
import { HttpError } from '#lib/http/errors.ts';

/** An event, as far as it is used here. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly data: {
    readonly object: Readonly<Record<string, unknown>>;
    /** What changed, as it was before. */
    readonly previous_attributes?: Readonly<Record<string, unknown>>;
  };
  /** The connected account that it is of, if it is not of the own one. */
  readonly account?: string;
}

/** How old, or how far ahead of our clock, a signature may be, in seconds. */
const TOLERANCE = 300;

/**
 * Reads an event from the exact bytes that were signed, with any of the secrets, by any of the signatures.
 * @throws {HttpError} 400 when none of them fits, the signature is too old, or it was not an event that was signed
 */
export function readEvent(
  body: Buffer,
  signature: string | undefined,
  secrets: readonly string[],
  now: number = Date.now(),
): StripeEvent {
  const event = secrets.map((secret) => verified(body, signature ?? '', secret, now)).find((found) => found);
  const ahead = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature ?? '')?.[1]) - now / 1000;
  if (event === undefined || !(ahead <= TOLERANCE)) {
    throw new HttpError(
      'signature_invalid',
      `Stripe-Signature must be a valid signature of this body, at most ${TOLERANCE} seconds old, made with one of the secrets in CARD_WEBHOOK_SECRETS.`,
    );
  }
  if (!isEvent(event)) {
    throw new HttpError('event_invalid', 'The body must be a Stripe event.');
  }
  return event;
}

function verified(body: Buffer, signature: string, secret: string, now: number): object | undefined {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE, undefined, now);
  } catch {
    // Why it does not fit is of no use to whoever sent it; the next secret may.
    return undefined;
  }
}

function isEvent(value: object): value is StripeEvent {
  const { id, type, created, data } = value as Partial<Record<keyof StripeEvent, unknown>>;
  const { object } = (data ?? {}) as { object?: unknown };
  return (
    typeof id === 'string' &&
    /^evt_\w{1,250}$/.test(id) &&
    typeof type === 'string' &&
    Number.isSafeInteger(created) &&
    typeof object === 'object' &&
    object !== null
  );
}
