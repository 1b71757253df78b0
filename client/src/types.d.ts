/** A secret, or a function that returns it for each request. */
export type Secret = string | (() => string | Promise<string>);

/** The options of all clients. */
export interface CommonOptions {
  /** The URL of the service, e.g. `https://payments.example.com`. Default in a browser: the origin of the page. */
  baseUrl?: string;
  /** Makes HTTP requests. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** The maximum number of retries of a failed request, with the same idempotency key. Default: 2. */
  maxRetries?: number;
  /** The timeout of a request, in milliseconds. Default: 30,000, which is longer than the service’s own timeout. */
  timeout?: number;
  /** Receives a warning if the service ignored unknown arguments. Default: `console.warn`. */
  warn?: (message: string) => void;
}

/** The options of the clients for sockets, blocks and the connector. */
export interface ClientOptions extends CommonOptions {
  /** A secret or restricted key of the Stripe account. */
  apiKey: Secret;
}

/** The options of the client for the card service. */
export interface TokenOptions extends CommonOptions {
  /** The caller’s JSON Web Token. A function can return a new one when the old one has expired. */
  token: Secret;
}

/** The options of a call. */
export interface CallOptions {
  /** Stripe executes calls with the same key only once. Default: a new key for each call. */
  idempotencyKey?: string;
  /** See {@link CommonOptions}. */
  maxRetries?: number;
  /** Cancels the call, including waits before retries. The call then rejects with the signal’s reason. */
  signal?: AbortSignal;
  /** The connected account to make the call for. */
  stripeAccount?: string;
  /** The version of Stripe’s API to use. The types describe 2016-07-06, the default. */
  stripeVersion?: string;
  /** See {@link CommonOptions}. */
  timeout?: number;
}

/** The options of a call of the card service. */
export type CardOptions = Pick<CallOptions, 'maxRetries' | 'signal' | 'timeout'>;

/** A page of one of Stripe’s lists. */
export interface List<T> {
  object: 'list';
  data: T[];
  /** Whether there are more objects after this page. */
  has_more: boolean;
  /** The total number of objects, if the call asked for it. */
  total_count?: number;
  url: string;
  /** Why the list is incomplete, although the call asked for the whole list. */
  cut?: string;
}

/** The first page of a list. Iterating over it with `for await` yields the objects of all pages. */
export interface Listing<Page, T> extends Promise<Page>, AsyncIterable<T> {}

/** The new items since the last poll of a trigger. */
export interface Poll<T> {
  /** The items, oldest first. */
  items: T[];
  /** The start of the next poll. Store it after processing the items. */
  triggerState: string;
  /** When to poll again, in seconds. */
  retryAfter: number;
}

/** The first poll of a trigger. Iterating over it with `for await` polls forever, and waits between polls. */
export interface Polling<T> extends Promise<Poll<T>>, AsyncIterable<Poll<T>> {}

/** Requires at least one of several arguments. */
export type AtLeastOne<T, Names extends keyof T> = { [N in Names]: T & { [M in N]-?: T[M] } }[Names];

/** A problem with an argument. */
export interface Problem {
  param: string;
  code?: string | undefined;
  message: string;
}

/** The fields of an error besides its message. */
export interface StripeSocketErrorFields {
  /** The HTTP status. For a block, the status that Stripe or the service failed with. 0 if there was no response. */
  status: number;
  /** Stripe’s error type, such as `card_error`; `api_connection_error` if there was no usable response. */
  type: string;
  /** The error code, such as `card_declined`, `parameter_missing` or `timeout`. */
  code?: string | undefined;
  /** The argument that caused the error, with the caller’s spelling. */
  param?: string | undefined;
  /** Why the bank declined a payment. */
  declineCode?: string | undefined;
  /** The charge that failed. */
  charge?: string | undefined;
  /** All problems with the arguments. */
  errors: Problem[];
  /** Stripe’s request ID. */
  requestId?: string | undefined;
  /** The ID of the call in the service’s log. */
  correlationId?: string | undefined;
  /** Whether the same call may succeed later. The client has already retried it. */
  retryable: boolean;
  /** When to retry, in seconds, if the response says so. */
  retryAfter?: number | undefined;
  /** The idempotency key of the call. If you repeat the call with it, Stripe executes it only once. */
  idempotencyKey?: string | undefined;
  /** The response body, if it is JSON. */
  body?: unknown;
}

/** The error of every failed call, except those that their signal cancelled. */
export declare class StripeSocketError extends Error implements StripeSocketErrorFields {
  constructor(message: string, fields: StripeSocketErrorFields, cause?: unknown);
  readonly status: number;
  readonly type: string;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  readonly declineCode?: string | undefined;
  readonly charge?: string | undefined;
  readonly errors: Problem[];
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly retryable: boolean;
  readonly retryAfter?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly body?: unknown;
}
