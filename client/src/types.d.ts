/** A secret, or what gives it for each request. */
export type Secret = string | (() => string | Promise<string>);

/** What the clients of all surfaces take. */
export interface CommonOptions {
  /** Where the service is, e.g. `https://payments.example.com`. Default, in a browser: the origin of the page. */
  baseUrl?: string;
  /** What makes HTTP requests. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** How often a failed request is retried, under the same idempotency key. Default: 2. */
  maxRetries?: number;
  /** How long one request may take, in milliseconds. Default: 30,000, which is more than the service takes. */
  timeout?: number;
  /** Is told when the service ignored arguments that it does not know. Default: `console.warn`. */
  warn?: (message: string) => void;
}

/** What the clients of sockets, blocks and the connector take. */
export interface ClientOptions extends CommonOptions {
  /** The secret or restricted key of the Stripe account. */
  apiKey: Secret;
}

/** What the client of the card service takes. */
export interface TokenOptions extends CommonOptions {
  /** The JSON Web Token of the caller; a function can give a new one when the old one has expired. */
  token: Secret;
}

/** What one call takes besides its arguments. */
export interface CallOptions {
  /** Under one key, Stripe carries a call out once, however often it is made. Default: a new key for each call. */
  idempotencyKey?: string;
  /** See {@link CommonOptions}. */
  maxRetries?: number;
  /** Ends the call, waits before retries included; the call is then rejected with the signal's reason. */
  signal?: AbortSignal;
  /** The connected account that the call is made for. */
  stripeAccount?: string;
  /** The version of Stripe’s API that the call is made in. The types are those of 2016-07-06, the default. */
  stripeVersion?: string;
  /** See {@link CommonOptions}. */
  timeout?: number;
}

/** What one call of the card service takes besides its arguments. */
export type CardOptions = Pick<CallOptions, 'maxRetries' | 'signal' | 'timeout'>;

/** A page of a list of Stripe’s. */
export interface List<T> {
  object: 'list';
  data: T[];
  /** Whether the list goes on after this page. */
  has_more: boolean;
  /** How many objects there are in all, where the call asked for it. */
  total_count?: number;
  url: string;
  /** Why the whole list, which the call asked for, ends early. */
  cut?: string;
}

/** The first page of a list; iterating over it with `for await` gives the objects of all pages. */
export interface Listing<Page, T> extends Promise<Page>, AsyncIterable<T> {}

/** What is new since the last poll of a trigger. */
export interface Poll<T> {
  /** Oldest first. */
  items: T[];
  /** Where the next poll begins. Keep it once the items have been dealt with. */
  triggerState: string;
  /** When to poll again, in seconds. */
  retryAfter: number;
}

/** The first poll of a trigger; iterating over it with `for await` polls for ever, and waits in between. */
export interface Polling<T> extends Promise<Poll<T>>, AsyncIterable<Poll<T>> {}

/** Arguments of which at least one of some must be given. */
export type AtLeastOne<T, Names extends keyof T> = { [N in Names]: T & { [M in N]-?: T[M] } }[Names];

/** What is wrong with one argument. */
export interface Problem {
  param: string;
  code?: string | undefined;
  message: string;
}

/** What an error holds besides its message. */
export interface StripeSocketErrorFields {
  /** The HTTP status; of a block, the one that Stripe or the service failed with. 0 where no reply came. */
  status: number;
  /** Stripe’s type of error, such as `card_error`; `api_connection_error` where no usable reply came. */
  type: string;
  /** What went wrong, such as `card_declined`, `parameter_missing` or `timeout`. */
  code?: string | undefined;
  /** The argument that it is about, as the caller spells it. */
  param?: string | undefined;
  /** Why a bank declined a payment. */
  declineCode?: string | undefined;
  /** The charge that failed. */
  charge?: string | undefined;
  /** All that is wrong with the arguments. */
  errors: Problem[];
  /** Stripe’s id of the request. */
  requestId?: string | undefined;
  /** The id of the call in the log of the service. */
  correlationId?: string | undefined;
  /** Whether the same call may succeed later; the client has retried it by then. */
  retryable: boolean;
  /** When to retry, in seconds, where the reply tells. */
  retryAfter?: number | undefined;
  /** The key that the call was made under. Make the call again with it, and it is carried out once. */
  idempotencyKey?: string | undefined;
  /** The body of the reply, where it is JSON. */
  body?: unknown;
}

/** What every failed call is rejected with, but for one that its signal ended. */
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
