/**
 * What came back for a request, judged once. Only two kinds of answers are Stripe's: a 2xx with a JSON object, and a
 * 4xx or 5xx whose JSON has Stripe's `error`. Anything else (a gateway's page, a redirect, a text, half an object) comes
 * from something in front of Stripe, or from nothing that can be trusted, and is never taken for a success.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type Stripe from 'stripe';
import { isObject, type JsonObject, objectIn } from '#lib/http/json-object.ts';
import type { StripeErrorBody } from './errors.ts';

/** The most bytes of an answer that are read. */
export const LARGEST_ANSWER = 4_500_000;

/**
 * The most bytes of an answer as a JSON string, which is how it stands in a reply of AWS Lambda: that holds 6 MB with all
 * that it has besides. Every quote and backslash takes two bytes there.
 */
const LARGEST_IN_REPLY = 5_900_000;

/** Stripe's longest messages have a few hundred characters; some surfaces tell a message twice. */
const LONGEST_MESSAGE = 5_000;
const LONGEST_FIELD = 500;

const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]{0,498}[\x21-\x7e])?$/;

/** The headers that are read, by lower-case name, and their form. Others, and values of another form, are left out. */
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

/** An answer, when all of it has come, or more than is read. */
export class HttpAnswer implements Stripe.HttpClientResponse {
  readonly statusCode: number;
  /** One value for each of the headers that are read, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it was written; empty where it is no text in UTF-8. */
  readonly text: string;
  /** The JSON object of a success. */
  readonly body: JsonObject | undefined;
  /** Stripe's own error, each field of the type that it should have. */
  readonly error: StripeErrorBody | undefined;
  /** Whether there was more of it than is read, or than fits into a reply. */
  readonly isTooLarge: boolean;
  /** Why this is no success. */
  readonly problem: string | undefined;

  /** @param bytes the body; `undefined` when it is larger than {@link LARGEST_ANSWER} */
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
      ? 'with a body that is too large for a reply'
      : isSuccess && object === undefined
        ? 'with a body that is not a JSON object'
        : isSuccess
          ? 'with an error in its body'
          : 'without an error in Stripe’s form';
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
    throw new Error('Answers are read to their end.');
  }

  async toJSON(): Promise<unknown> {
    return this.body;
  }
}

/** Whether a text fits into a reply; as a JSON string it has twice its bytes at most. */
function fitsReply(text: string, bytes: number): boolean {
  return bytes <= LARGEST_IN_REPLY / 2 || Buffer.byteLength(JSON.stringify(text)) <= LARGEST_IN_REPLY;
}

/** An answer came, and it is no success. The SDK passes this on as the detail of its own error. */
export class FailedAnswer extends Error {
  readonly answer: HttpAnswer;

  /** @param problem why it is no success */
  constructor(answer: HttpAnswer, problem = answer.problem) {
    super(problem);
    this.answer = answer;
  }
}

/**
 * What keeps a body from being the page of a list that was asked for; nothing where it is that. Whoever walks the pages
 * would go in a circle where one holds the object that it should follow, and would not get on where more should follow
 * but nothing says after what.
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
    return 'a page of a list that holds the object before it';
  }
  const ends = [data[0], data.at(-1)];
  return has_more === true && !ends.every((object) => typeof object?.['id'] === 'string')
    ? 'a page of a list that does not say what follows'
    : undefined;
}

/** Of a header that came more than once, the first value. */
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
 * Stripe's own error, of which only the `type` is sure to be there. A field of the wrong type, or far too long, counts as
 * absent; a message that is absent is replaced.
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
