/** The last requests to the API and their replies, without secrets, for whoever looks what happened. */
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

/** A request and its reply, as they are shown. */
export interface LoggedRequest {
  /** `req_…` */
  readonly id: string;
  readonly object: 'request';
  /** Null where the request had no valid key. */
  readonly account: string | null;
  /** When it came, by the account's clock, in Unix seconds. */
  readonly created: number;
  /** When it came, by the clock of the machine, in milliseconds since 1970. */
  readonly received: number;
  /** How long it took, in milliseconds. */
  readonly duration: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly parameters: Json;
  readonly api_version: string;
  readonly idempotency_key: string | null;
  readonly status: number;
  /** What a fault did to the reply on its way. */
  readonly fault: 'drop' | 'cut' | null;
  /** The reply, or how it begins. */
  readonly reply: string;
  /** Whether `reply` is only the beginning. */
  readonly truncated: boolean;
}

/** A request that was answered. */
export interface Answered {
  readonly id: string;
  readonly account: Account | undefined;
  readonly raw: RawRequest;
  /** What could be read of its parameters. */
  readonly parameters: Json;
  readonly operation: Operation | undefined;
  readonly answer: HttpResponse;
  /** When it came, in milliseconds since 1970. */
  readonly received: number;
  readonly duration: number;
}

/** How many requests are kept of all accounts together. */
const MOST_REQUESTS = 500;
/** How many characters of a reply are kept. */
const LONGEST_REPLY = 16_000;

/** What may hold a secret key or a card number. */
const SUSPICIOUS = /[sr]k_(?:test|live)_|\d(?:[ -]?\d){11}/;

export class RequestLog {
  readonly #requests = new Ring<LoggedRequest>(MOST_REQUESTS);
  readonly #feed: Feed;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** Keeps a request. */
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

  /** Newest first. */
  [Symbol.iterator](): Iterator<LoggedRequest> {
    return this.#requests[Symbol.iterator]();
  }
}

/** Whose a request without a valid key is. */
const NOBODY = { id: '' };

/** A part of a text keeps the whole of it in memory, unless it is copied. */
function beginningOf(body: string): string {
  const beginning =
    body.length > LONGEST_REPLY ? Buffer.from(body.slice(0, LONGEST_REPLY)).toString('utf8') : body;
  const shown = beginning.replaceAll(CLIENT_SECRET, '$1_secret_…').replaceAll(TOKEN, '$1_…');
  return SUSPICIOUS.test(shown) ? maskForms(shown) : shown;
}

/** What can be spent once, by whoever has it. */
const TOKEN = /\b(b?tok|pii)_[\dA-Za-z]{16,}/g;

/** What lets whoever has it confirm an intent. */
const CLIENT_SECRET = /((?:pi|seti)_\w+?)_secret_\w+/g;
