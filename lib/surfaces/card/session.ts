/** The resources of one call of the card service: the store, Stripe with the deployment's key, and the deadline. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { DESCRIBED_VERSION, type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { send } from '#lib/stripe/client.ts';
import {
  isCachedServerError,
  isNoSuchObject,
  StripeApiError,
  StripeConnectionError,
} from '#lib/stripe/errors.ts';
import type { Usage } from '#lib/stripe/send.ts';
import type { Sealer } from '#lib/surfaces/shared/sealed.ts';
import type { CardStore } from './store.ts';

/** The resources of one call. */
export interface Session {
  readonly store: CardStore;
  readonly stripe: CallStripe;
  readonly cursors: Sealer;
  /** The deadline, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Calls Stripe and returns the object. With the same `idempotencyKey`, a call is executed only once. */
export type CallStripe = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
  idempotencyKey?: string,
) => Promise<Record<string, unknown>>;

/**
 * Creates the function that calls Stripe with a key and a deadline. In addition to what `send` throws, it throws
 * {@link HttpError} 502 if Stripe rejects the key, because that is not the caller's fault, and {@link
 * StripeConnectionError} 502 if the response belongs to another request.
 */
export function stripeWith(apiKey: string, deadline: number, usage: Usage): CallStripe {
  const apiVersion = readConfig().STRIPE_API_VERSION ?? DESCRIBED_VERSION;
  const caller = { apiKey, apiVersion, deadline, usage };
  return async (operation, values, idempotencyKey) => {
    try {
      const { status, body } = await send(operation, values, { ...caller, idempotencyKey });
      if (!isAnswerTo(operation, values, body)) {
        throw new StripeConnectionError(
          502,
          `Stripe, or a proxy in front of it, responded with status ${status} and with a different object than the requested one.`,
        );
      }
      return body;
    } catch (error) {
      // Every step can be repeated unchanged, so the caller needs no key.
      if (error instanceof StripeConnectionError) {
        throw error.withKey(undefined);
      }
      if (error instanceof StripeApiError && (error.status === 401 || error.status === 403)) {
        const cause = new Error(`Stripe answered ${error.status} to ${operation.method} ${operation.path}`);
        throw new HttpError(
          'stripe_key_rejected',
          'Stripe rejected the API key of the card service.',
          {},
          cause,
        );
      }
      if (error instanceof StripeApiError && error.idempotencyKey !== undefined) {
        throw error.withKey(undefined);
      }
      throw error;
    }
  };
}

/**
 * Whether a response can belong to a call. This is checked because its data is stored, or deleted here. Lists are
 * checked when they arrive. An object needs an ID, the one in the path if there is one; a deletion must be confirmed.
 */
function isAnswerTo(
  { method, path, list }: Operation,
  values: Readonly<Record<string, unknown>>,
  body: Readonly<Record<string, unknown>>,
): boolean {
  if (list) {
    return true;
  }
  const name = path.endsWith('}') ? pathParameters(path).at(-1) : undefined;
  const isIt = name === undefined ? typeof body['id'] === 'string' : body['id'] === values[name];
  return isIt && (method !== 'DELETE' || body['deleted'] === true);
}

/** Whether Stripe rejected a call permanently, so that a retry is pointless. */
export function isFinal(error: unknown): error is StripeApiError {
  return (
    error instanceof StripeApiError &&
    ![409, 429].includes(error.status) &&
    error.status < 500 &&
    error.error.code !== 'rate_limit'
  );
}

/**
 * Whether Stripe had a server error during a call. Stripe stores such a response for the idempotency key
 * (https://docs.stripe.com/api/idempotent_requests), so a retry needs another key, after checking whether the object
 * was created all the same.
 */
export function isServerError(error: unknown): error is StripeApiError {
  return error instanceof StripeApiError && (error.status === 500 || isCachedServerError(error));
}

/** The response of a call, or `undefined` if the object does not exist or was deleted. */
export async function orUndefinedIfMissing(
  call: Promise<Record<string, unknown>>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const body = await call;
    return body['deleted'] === true ? undefined : body;
  } catch (error) {
    if (isNoSuchObject(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Requests a page of a list. */
type AskForPage = (paging: { limit: number; starting_after?: string }) => Promise<Record<string, unknown>>;

const PAGE = 100;

/** All objects of a list, in order; none if the list no longer exists. */
export async function* listed<T extends { readonly id: string }>(ask: AskForPage): AsyncGenerator<T> {
  for (let after: string | undefined; ; ) {
    const page = await orUndefinedIfMissing(
      ask({ limit: PAGE, ...(after !== undefined && { starting_after: after }) }),
    );
    const data = (page?.['data'] ?? []) as T[];
    yield* data;
    after = data.at(-1)?.id;
    if (page?.['has_more'] !== true || after === undefined) {
      return;
    }
  }
}

/** The first object in a list that has the given metadata. */
export async function firstWithMetadata<T extends { readonly id: string }>(
  [name, value]: readonly [string, string],
  ask: AskForPage,
): Promise<T | undefined> {
  for await (const object of listed<T & { metadata?: Record<string, string> }>(ask)) {
    if (object.metadata?.[name] === value) {
      return object;
    }
  }
  return undefined;
}

/** A hash of its parts, from which they cannot be derived. */
export function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const LONGEST_WAIT = 250;

/**
 * Waits a short random time before a conflicting change is retried.
 * @throws {HttpError} 409 if the deadline would pass
 */
export async function backoff({ deadline }: Session, failures: number): Promise<void> {
  const delay = Math.random() * Math.min(LONGEST_WAIT, 5 * 2 ** failures);
  if (Date.now() + delay > deadline) {
    const message = 'Too many calls are changing the account at the same time. Please retry.';
    throw new HttpError('lock_timeout', message, { 'Retry-After': '1' });
  }
  await sleep(delay);
}
