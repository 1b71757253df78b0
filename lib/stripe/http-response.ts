/**
 * Classifies HTTP responses. Only two kinds count as Stripe's: a 2xx with a JSON object, and a 4xx or 5xx with
 * Stripe's `error` in JSON. Anything else (an error page of a gateway, a redirect, text, truncated JSON) comes from a
 * proxy or cannot be trusted, and never counts as a success.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type Stripe from 'stripe';
import { isObject, type JsonObject, objectIn } from '#lib/http/json-object.ts';
import type { StripeErrorBody } from './errors.ts';

/** The maximum size of a response body, in bytes. */
export const LARGEST_RESPONSE = 4_500_000;

/**
 * The maximum size of a body as a JSON string, in bytes. AWS Lambda returns bodies that way, in a response of at most
 * 6 MB. Each quote and backslash takes two bytes.
 */
const LARGEST_IN_REPLY = 5_900_000;

/** Stripe's longest messages have a few hundred characters; some surfaces repeat the message. */
const LONGEST_MESSAGE = 5_000;
const LONGEST_FIELD = 500;

const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]{0,498}[\x21-\x7e])?$/;

/** The headers to keep, by lower-case name, with their format. All others are dropped. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  date: PRINTABLE,
  'idempotency-key': PRINTABLE,
  'idempotent-replayed': PRINTABLE,
  'original-request': PRINTABLE,
  'request-id': PRINTABLE,
  // Seconds, or a date (RFC 9110).
  'retry-after': /^(?:\d{1,9}|\w{3,9}, [\w :-]{1,30} GMT)$/,
  'stripe-account': PRINTABLE,
  'stripe-should-retry': PRINTABLE,
  'stripe-version': PRINTABLE,
  'www-authenticate': PRINTABLE,
};

/** A response that arrived completely, or was too large to read. */
export class StripeHttpResponse implements Stripe.HttpClientResponse {
  readonly statusCode: number;
  /** The kept headers, one value each, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as received; empty if it is not valid UTF-8. */
  readonly text: string;
  /** The JSON object of a successful response. */
  readonly body: JsonObject | undefined;
  /** Stripe's error, with fields of the right types. */
  readonly error: StripeErrorBody | undefined;
  /** Whether the body is too large to read or to return. */
  readonly isTooLarge: boolean;
  /** Why the response is not a success. */
  readonly problem: string | undefined;

  /** @param bytes the body; `undefined` when it is larger than {@link LARGEST_RESPONSE} */
  constructor({ statusCode = 0, rawHeaders }: IncomingMessage, bytes: Buffer | undefined) {
    this.statusCode = statusCode;
    this.headers = headersIn(rawHeaders);
    const text = bytes !== undefined && isUtf8(bytes) ? bytes.toString() : '';
    this.isTooLarge = bytes === undefined || !fitsReply(text, bytes.byteLength);
    this.text = this.isTooLarge ? '' : text;
    const object = objectIn(this.text);
    const isSuccess = statusCode >= 200 && statusCode < 300;
    this.body = isSuccess && (object?.['error'] ?? undefined) === undefined ? object : undefined;
    this.error = statusCode >= 400 && statusCode < 600 ? errorIn(statusCode, object) : undefined;
    this.problem = this.body === undefined ? this.#problem(isSuccess, object) : undefined;
  }

  #problem(isSuccess: boolean, object: JsonObject | undefined): string {
    const { statusCode, isTooLarge } = this;
    const what = isTooLarge
      ? 'and a body that is too large'
      : isSuccess && object === undefined
        ? 'and a body that is not a JSON object'
        : isSuccess
          ? 'and an error in its body'
          : 'and no error in Stripe’s format';
    return `status ${statusCode} ${what}`;
  }

  getStatusCode(): number {
    return this.statusCode;
  }

  getHeaders(): Record<string, string> {
    return this.headers;
  }

  getRawResponse(): this {
    return this;
  }

  toStream(): never {
    throw new Error('Streaming is not supported.');
  }

  async toJSON(): Promise<unknown> {
    return this.body;
  }
}

/** Whether a body is small enough to return. As a JSON string, it takes at most twice its size. */
function fitsReply(text: string, bytes: number): boolean {
  return bytes <= LARGEST_IN_REPLY / 2 || Buffer.byteLength(JSON.stringify(text)) <= LARGEST_IN_REPLY;
}

/** The response was not a success. The SDK passes this on as the detail of its own error. */
export class FailedResponse extends Error {
  readonly answer: StripeHttpResponse;

  /** @param problem why the response is not a success */
  constructor(answer: StripeHttpResponse, problem = answer.problem) {
    super(problem);
    this.answer = answer;
  }
}

/**
 * Why a body is not a valid page of the requested list; `undefined` if it is. A page that contains its own cursor
 * would make a client that follows pages loop forever, and one without the ID of its last object would stop it.
 */
export function problemOfPage(
  { data, has_more }: JsonObject,
  { starting_after, ending_before }: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!Array.isArray(data) || !data.every(isObject)) {
    return 'a body that is not a list';
  }
  const cursor = starting_after ?? ending_before;
  if (cursor !== undefined && data.some(({ id }) => id === cursor)) {
    return 'a list page that contains its own cursor';
  }
  const ends = [data[0], data.at(-1)];
  return has_more === true && !ends.every((object) => typeof object?.['id'] === 'string')
    ? 'a list page without a cursor for the next one'
    : undefined;
}

/** If a header occurs several times, the first value counts. */
function headersIn(raw: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    const value = raw[index + 1]!;
    if (Object.hasOwn(HEADERS, name) && !Object.hasOwn(found, name) && HEADERS[name]!.test(value)) {
      found[name] = value;
    }
  }
  return found;
}

/**
 * Reads Stripe's error. Only `type` is guaranteed. Fields that have the wrong type or are far too long are dropped; a
 * missing message is replaced.
 */
function errorIn(status: number, object: JsonObject | undefined): StripeErrorBody | undefined {
  const error = object?.['error'];
  const type = isObject(error) ? fieldOf(error, 'type') : undefined;
  if (!isObject(error) || type === undefined) {
    return undefined;
  }
  const { message } = error;
  const read: StripeErrorBody = {
    type,
    message:
      typeof message === 'string' && message.trim() !== ''
        ? message.slice(0, LONGEST_MESSAGE)
        : `Stripe responded with status ${status} and no message.`,
  };
  for (const name of ['code', 'param', 'decline_code', 'charge'] as const) {
    const value = fieldOf(error, name);
    if (value !== undefined) {
      read[name] = value;
    }
  }
  return read;
}

function fieldOf(error: JsonObject, name: string): string | undefined {
  const value = error[name];
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_FIELD ? value : undefined;
}
