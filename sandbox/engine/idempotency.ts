/** Idempotency: a request that is repeated with its key gets the first response and is executed once. */
import { createHmac, randomBytes } from 'node:crypto';
import { DAY } from './clock.ts';
import { invalidRequest, StripeError, withoutNumbers } from './errors.ts';
import type { HttpResponse } from './response.ts';

/** The parts of a request that must be equal when its key is reused. */
export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `req_…` */
  readonly id: string;
  /** Whether another request with the same key gets the first response instead of an error. */
  readonly isLenient?: boolean;
}

/** A key in a snapshot, without parameters, because they contain secrets. */
export interface SavedKey {
  readonly key: string;
  readonly request: string;
  readonly at: number;
  readonly answer: HttpResponse;
}

interface Entry {
  /** Unknown for keys from before a restart: new requests with them are not compared. */
  readonly fingerprint: string | undefined;
  readonly request: string;
  readonly at: number;
  /** Undefined while the first request is in flight. */
  answer?: HttpResponse;
}

const MAX_KEY_LENGTH = 255;
const KEPT_FOR = DAY;
/** Parameters contain secrets, so only a keyed hash of them is stored. */
const HASH_KEY = randomBytes(32);

/** The idempotency keys of one account. */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();

  /**
   * Executes a request, or returns the stored response of its key. If `run` throws, nothing was executed, and the key
   * is forgotten.
   * @throws {StripeError} when the key is too long, in use, or was used for another request
   */
  async once(
    request: KeyedRequest,
    now: () => number,
    run: () => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    this.#forgetBefore(now() - KEPT_FOR);
    const fingerprint = fingerprintOf(request);
    const earlier = this.#entries.get(checkedKey(request.key));
    if (earlier !== undefined) {
      return replay(earlier, request.key, request.isLenient ? undefined : fingerprint);
    }
    const entry: Entry = { fingerprint, request: request.id, at: now() };
    this.#entries.set(request.key, entry);
    try {
      entry.answer = await run();
      return entry.answer;
    } catch (error) {
      this.#entries.delete(request.key);
      throw error;
    }
  }

  /**
   * Returns the keys with a response. The response that creates an account contains its API key and is not stored.
   */
  save(): SavedKey[] {
    return [...this.#entries].flatMap(([key, { request, at, answer }]) =>
      answer === undefined || /\bsk_test_/.test(answer.body) ? [] : [{ key, request, at, answer }],
    );
  }

  restore(saved: readonly SavedKey[]): void {
    for (const { key, ...entry } of saved) {
      this.#entries.set(key, { ...entry, fingerprint: undefined });
    }
  }

  /** Keys are in the order of their first use. */
  #forgetBefore(moment: number): void {
    for (const [key, { at, answer }] of this.#entries) {
      if (at > moment) {
        return;
      }
      if (answer !== undefined) {
        this.#entries.delete(key);
      }
    }
  }
}

/** Returns the response of a key. The requests are compared if both fingerprints are known. */
function replay(entry: Entry, key: string, fingerprint: string | undefined): HttpResponse {
  const isOther = ![undefined, entry.fingerprint].includes(fingerprint);
  if (isOther && entry.fingerprint !== undefined) {
    throw new StripeError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${withoutNumbers(key)}' if you meant to execute a different request.`,
    });
  }
  if (entry.answer === undefined) {
    throw invalidRequest(
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${withoutNumbers(key)}`,
      { status: 409, code: 'idempotency_key_in_use' },
    );
  }
  const { status, headers, body } = entry.answer;
  return {
    status,
    headers: { ...headers, 'Idempotent-Replayed': 'true', 'Original-Request': entry.request },
    body,
  };
}

function checkedKey(key: string): string {
  if (key.length > MAX_KEY_LENGTH) {
    throw invalidRequest(
      `Idempotency keys can be at most ${MAX_KEY_LENGTH} characters long; this one has ${key.length}.`,
    );
  }
  return key;
}

function fingerprintOf({ method, path, parameters }: KeyedRequest): string {
  return createHmac('sha256', HASH_KEY)
    .update(`${method} ${path} ${canonical(parameters)}`)
    .digest('base64');
}

/** JSON with sorted keys, because the order of form fields has no meaning. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item instanceof Uint8Array
      ? createHmac('sha256', HASH_KEY).update(item).digest('base64')
      : typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
  );
}
