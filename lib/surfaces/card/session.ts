/** What one call of the card service works with: the records, Stripe with the deployment's own key, and its time. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '#lib/config/config.ts';
import { HttpError } from '#lib/http/errors.ts';
import { DESCRIBED_VERSION, type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { send } from '#lib/stripe/client.ts';
import { isKeptFailure, isNoSuchObject, StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { Sealer } from '#lib/surfaces/shared/sealed.ts';
import type { CardStore } from './store.ts';

/** One call's means. */
export interface Session {
  readonly store: CardStore;
  readonly stripe: CallStripe;
  readonly cursors: Sealer;
  /** When the reply must be ready, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Calls Stripe; with the same `idempotencyKey` again, it is carried out once. Gives the object of the answer. */
export type CallStripe = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
  idempotencyKey?: string,
) => Promise<Record<string, unknown>>;

/**
 * Binds calls of Stripe to a key and a deadline. Beyond what `send` throws, {@link HttpError} 502 when Stripe does
 * not take the key, which is no fault of the caller, and {@link StripeConnectionError} 502 for the answer to something else.
 */
export function stripeWith(apiKey: string, deadline: number): CallStripe {
  const caller = { apiKey, apiVersion: readConfig().STRIPE_API_VERSION ?? DESCRIBED_VERSION, deadline };
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
      // Every step of ours can be repeated as it is: the caller needs no key for that.
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
 * Whether an answer can be the one to a call: what it says is kept, and what was deleted is forgotten here. A list was
 * checked when it came; an object has an id, where the path names it that one; a deletion is confirmed.
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

/** Whether Stripe refused for good: the same call will be refused again. */
export function isFinal(error: unknown): error is StripeApiError {
  return (
    error instanceof StripeApiError &&
    ![409, 429].includes(error.status) &&
    error.status < 500 &&
    error.error.code !== 'rate_limit'
  );
}

/**
 * Whether Stripe itself failed while it carried a call out. It keeps such an answer for the call's idempotency key
 * (https://docs.stripe.com/api/idempotent_requests), so the call can only be made again under another key, once it was
 * looked up whether something was made all the same.
 */
export function isServerError(error: unknown): error is StripeApiError {
  return error instanceof StripeApiError && (error.status === 500 || isKeptFailure(error));
}

/** Gives the answer of a call, or `undefined` where Stripe says that there is no such thing, or no more. */
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

/** Asks for a page of a list. */
type AskForPage = (paging: { limit: number; starting_after?: string }) => Promise<Record<string, unknown>>;

const PAGE = 100;

/** What a list holds, in its order; nothing where Stripe says that there is no such list, or no more. */
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

/** The first of a list that was made with some metadata. */
export async function firstMadeWith<T extends { readonly id: string }>(
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

/** A text that is the same for the same parts, and tells nothing of them. */
export function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const LONGEST_WAIT = 250;

/**
 * Waits a little, for a random time, before a change is thought out anew because another one came first.
 * @throws {HttpError} 409 when the call's time would be over
 */
export async function backoff({ deadline }: Session, failures: number): Promise<void> {
  const delay = Math.random() * Math.min(LONGEST_WAIT, 5 * 2 ** failures);
  if (Date.now() + delay > deadline) {
    const message = 'Too many calls are changing the account at the same time. Please retry.';
    throw new HttpError('lock_timeout', message, { 'Retry-After': '1' });
  }
  await sleep(delay);
}
