/** Idempotency: a request repeated with its key is answered as it was the first time, and carried out once. */
import { createHmac, randomBytes } from 'node:crypto';
import { DAY } from './clock.ts';
import { invalidRequest, StripeError, withoutNumbers } from './errors.ts';
import type { HttpResponse } from './response.ts';

/** A request in as far as repeating it must mean the same. */
export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `req_…` */
  readonly id: string;
  /** Whether another request with its key is answered as the first was, instead of refused. */
  readonly isLenient?: boolean;
}

/** What is kept of a key in a snapshot: nothing of the parameters, since they hold secrets. */
export interface SavedKey {
  readonly key: string;
  readonly request: string;
  readonly at: number;
  readonly answer: HttpResponse;
}

interface Entry {
  /** Not known of keys that were used before a restart: what they are used for again is not compared. */
  readonly fingerprint: string | undefined;
  readonly request: string;
  readonly at: number;
  /** Absent while the first request is in flight. */
  answer?: HttpResponse;
}

const MAX_KEY_LENGTH = 255;
const KEPT_FOR = DAY;
/** Parameters hold secrets, so only a keyed hash of them is kept. */
const HASH_KEY = randomBytes(32);

/** The keys of one account. */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();

  /**
   * Carries a request out, or gives the answer that its key got before. Where `run` throws, nothing was carried out,
   * and the key is forgotten.
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

  /** What has an answer; the answer to who opens an account holds its key, and is not kept. */
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

/** Gives the answer of a key; which request it is for is compared where both fingerprints are there. */
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

/** JSON with the keys of objects in order, since the order of a form's fields means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item instanceof Uint8Array
      ? createHmac('sha256', HASH_KEY).update(item).digest('base64')
      : typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
  );
}
