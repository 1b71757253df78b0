/** Logs the latest API requests and their responses in memory, without secrets. */
import type { Operation } from '#lib/operations/operation.ts';
import { maskForms } from '#lib/parameters/secret-forms.ts';
import type { Account } from '#sandbox/engine/account.ts';
import { DEFAULT_VERSION } from '#sandbox/engine/api-version.ts';
import type { Feed } from '#sandbox/engine/feed.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { HttpResponse } from '#sandbox/engine/response.ts';
import { Ring } from '#sandbox/engine/ring.ts';
import type { RawRequest } from './decode.ts';
import { maskParameters, maskPath } from './masked-parameters.ts';

/** A logged request and its response. */
export interface LoggedRequest {
  /** `req_…` */
  readonly id: string;
  readonly object: 'request';
  /** Null if the request had no valid key. */
  readonly account: string | null;
  /** When it arrived, in Unix seconds of the account's clock. */
  readonly created: number;
  /** When it arrived in real time, in milliseconds since 1970. */
  readonly received: number;
  /** The duration in milliseconds. */
  readonly duration: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly parameters: Json;
  readonly api_version: string;
  readonly idempotency_key: string | null;
  readonly status: number;
  /** What a fault did to the response. */
  readonly fault: 'drop' | 'cut' | null;
  /** The response, or its beginning. */
  readonly reply: string;
  /** Whether `reply` is truncated. */
  readonly truncated: boolean;
}

/** A request that was answered. */
export interface Answered {
  readonly id: string;
  readonly account: Account | undefined;
  readonly raw: RawRequest;
  /** The parameters; empty if they could not be decoded. */
  readonly parameters: Json;
  readonly operation: Operation | undefined;
  readonly answer: HttpResponse;
  /** When it arrived, in milliseconds since 1970. */
  readonly received: number;
  readonly duration: number;
}

/** How many requests are kept, for all accounts together. */
const MOST_REQUESTS = 500;
/** How many characters of a response are kept. */
const LONGEST_REPLY = 16_000;

/** Matches what can contain a secret key or a card number. */
const SUSPICIOUS = /[sr]k_(?:test|live)_|\d(?:[ -]?\d){11}/;

export class RequestLog {
  readonly #requests = new Ring<LoggedRequest>(MOST_REQUESTS);
  readonly #feed: Feed;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** Logs a request. */
  add({ id, account, raw, parameters, operation, answer, received, duration }: Answered): void {
    const { method, url, headers } = raw;
    const key = headers['idempotency-key'];
    const logged: LoggedRequest = {
      id,
      object: 'request',
      account: account?.id ?? null,
      created: account?.clock.now() ?? Math.floor(received / 1000),
      received,
      duration,
      method,
      path: maskPath(operation, url.split('?', 1)[0]!).slice(0, 500),
      parameters: maskParameters(operation, parameters),
      api_version: (headers['stripe-version'] ?? DEFAULT_VERSION).slice(0, 40),
      idempotency_key: key === undefined ? null : maskForms(key).slice(0, 255),
      status: answer.status,
      fault: answer.fault ?? null,
      reply: beginningOf(answer.body),
      truncated: answer.body.length > LONGEST_REPLY,
    };
    this.#requests.add(logged);
    this.#feed.tell('request', account ?? NOBODY, { ...logged });
  }

  /** Iterates over the requests, newest first. */
  [Symbol.iterator](): Iterator<LoggedRequest> {
    return this.#requests[Symbol.iterator]();
  }
}

/** Stands for the account of a request without a valid key. */
const NOBODY = { id: '' };

/**
 * Returns the masked beginning of a response. It is copied, because a slice would keep the whole string in memory.
 */
function beginningOf(body: string): string {
  const beginning =
    body.length > LONGEST_REPLY ? Buffer.from(body.slice(0, LONGEST_REPLY)).toString('utf8') : body;
  const shown = beginning.replaceAll(CLIENT_SECRET, '$1_secret_…').replaceAll(TOKEN, '$1_…');
  return SUSPICIOUS.test(shown) ? maskForms(shown) : shown;
}

/** Anyone who has a token can use it. */
const TOKEN = /\b(b?tok|pii)_[\dA-Za-z]{16,}/g;

/** Anyone who has a client secret can confirm the intent. */
const CLIENT_SECRET = /((?:pi|seti)_\w+?)_secret_\w+/g;
