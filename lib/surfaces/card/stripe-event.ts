/** Reads webhook events; only those that Stripe signed are accepted. */
import Stripe from 'stripe';
import { HttpError } from '#lib/http/errors.ts';

/** The fields of an event that are used here. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly data: {
    readonly object: Readonly<Record<string, unknown>>;
    /** The previous values of changed fields. */
    readonly previous_attributes?: Readonly<Record<string, unknown>>;
  };
  /** The connected account of the event; missing for our own account. */
  readonly account?: string;
}

/** The maximum difference between a signature's time and ours, in seconds. */
const TOLERANCE = 300;

/**
 * Verifies and reads an event. The signature must match the exact bytes; any secret and any signature in the header
 * may match.
 * @throws {HttpError} 400 if no signature matches, it is too old, or the body is not an event
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
    // The reason does not help the sender, and the next secret may match.
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
