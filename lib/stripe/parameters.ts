/**
 * The vocabulary of parameters: each function makes a named, typed, described value that knows how to check
 * itself. The same value gives the TypeScript type, the check, the message, the JSON Schema and the documentation.
 *
 * A parameter accepts what old callers send (numbers and booleans also as strings, as a form carries them) and
 * gives what Stripe takes. Coercion goes by the declared type alone; a value that does not fit is refused as it is.
 */
import * as v from 'valibot';
import {
  DECIMAL,
  dropUndefined,
  INTEGER,
  isDictionary,
  isFile,
  isHash,
  isMetadata,
  nullToEmpty,
  toBoolean,
  toFile,
  toNumber,
  toText,
  toTexts,
} from './coercion.ts';

/** A described value. `T` is the type that Stripe takes, after coercion. */
export interface Parameter<T = unknown> {
  /** What kind of JSON value Stripe takes; callers may also send scalars as strings. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'string or object';
  /** How a value is checked; made when it is first asked for (see {@link lazily}). */
  readonly schema: Schema<T>;
  /** What a number stands for: a moment, in Unix seconds. */
  readonly format?: 'unix-time';
  /** What a list holds. */
  readonly item?: Parameter;
  /** The fields of a dictionary. */
  readonly fields?: Parameters;
  readonly description: string;
  readonly example: unknown;
  /** Stripe refuses the call without it. */
  readonly required?: boolean;
  /** Its value must never be shown: not in an error, a log or a store. */
  readonly secret?: boolean;
  /** An empty value reaches Stripe and unsets the field there. */
  readonly unsettable?: boolean;
  /** What Stripe assumes when it is left out. */
  readonly default?: unknown;
  /** The form of the text that is taken, where it is wider than that of the value made of it. */
  readonly textForm?: RegExp;
  /** The version of the API that brought it: older ones do not know it. Left out where all versions here do. */
  readonly since?: string;
  /** The version of the API that took it away: from then on it is not known. */
  readonly until?: string;
}

/** Gives a schema. */
export type Schema<T> = () => v.GenericSchema<unknown, T>;

/** Puts off making a schema: a function knows hundreds of parameters, and a call brings a few of them. */
export function lazily<T>(make: Schema<T>): Schema<T> {
  let made: v.GenericSchema<unknown, T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Parameters by Stripe's own names. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The type of one parameter's value. */
export type ValueOf<P> = P extends Parameter<infer T> ? T : never;

/** The types of a whole set of parameters: the required ones, and those that may be left out. */
export type Values<P extends Parameters> = {
  [K in keyof P as P[K] extends { required: true } ? K : never]: ValueOf<P[K]>;
} & {
  [K in keyof P as P[K] extends { required: true } ? never : K]?: ValueOf<P[K]>;
};

/** What may be said about any parameter, whatever its type. */
interface Details {
  example?: unknown;
  secret?: boolean;
  default?: unknown;
}

/** Marks a parameter that Stripe refuses to go without. */
export function required<P extends Parameter>(parameter: P): P & { readonly required: true } {
  return { ...parameter, required: true };
}

/** Marks a parameter that a version of the API brought, in place of another or with a new meaning. */
export function since<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, since: version };
}

/** Marks a parameter that a version of the API took away. */
export function until<T>(version: string, parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, until: version };
}

/** Marks a parameter whose empty value (`""`, or JSON `null`) unsets the field at Stripe. */
export function unsettable<T>(parameter: Parameter<T>): Parameter<T | ''> {
  const schema = lazily(() => {
    const given = parameter.schema();
    const emptyOr = v.union([v.literal('', 'an empty value'), given], given.type);
    return v.pipe(v.unknown(), v.transform(nullToEmpty), emptyOr);
  });
  return { ...parameter, schema, unsettable: true };
}

/** Marks a parameter whose value must never be shown. */
export function secret<P extends Parameter>(parameter: P): P {
  return { ...parameter, secret: true };
}

/** The same parameter, described anew where its meaning differs. */
export function describe<P extends Parameter>(parameter: P, description: string, details: Details = {}): P {
  return { ...parameter, ...details, description };
}

/** A piece of text. Lengths in characters; `forbidden` lists characters it must not hold. */
export function text(
  description: string,
  { max = 5000, forbidden = '', pattern, expected, ...details }: TextLimits & Details = {},
): Parameter<string> {
  const words =
    expected ??
    `a non-empty string of at most ${max} characters${forbidden && ` without ${[...forbidden].join(' ')}`}`;
  const fits = (value: string) =>
    value.length > 0 &&
    value.length <= max &&
    value.isWellFormed() &&
    ![...forbidden].some((character) => value.includes(character)) &&
    (pattern === undefined || pattern.test(value));
  return {
    type: 'string',
    schema: lazily(() => v.pipe(v.unknown(), v.transform(toText), v.string(words), v.check(fits, words))),
    description,
    example: 'text',
    ...details,
  };
}

interface TextLimits {
  max?: number;
  forbidden?: string;
  pattern?: RegExp;
  /** What a good value is, in words; used in every message about a bad one. */
  expected?: string;
}

/**
 * The id of a Stripe object, e.g. `id('ch', 'The charge.')`. The prefix only makes the example: ids have changed
 * theirs over the years (`cc_` became `card_`), and plans and coupons have ids that their owners chose. What could
 * leave its place in a URL's path or break a header is refused: control characters, and `.` and `..` however often
 * they are encoded.
 */
export function id(prefix: string, description: string, details: Details = {}): Parameter<string> {
  return text(description, {
    max: 255,
    pattern: /^(?!(\.|%(25)*2e){1,2}$)\P{Cc}+$/iu,
    expected: 'an id: 1 to 255 characters, no control characters',
    example: prefix === '' ? 'gold' : `${prefix}_14ziQH2eZvKYlo2C`,
    ...details,
  });
}

/** A whole number. Text is taken when it is nothing but digits. */
export function integer(
  description: string,
  {
    min = Number.MIN_SAFE_INTEGER,
    max = Number.MAX_SAFE_INTEGER,
    expected,
    ...details
  }: Range & Details = {},
): Parameter<number> {
  const words = expected ?? `an integer${rangeInWords(min, max)}`;
  return {
    type: 'integer',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform((value) => toNumber(value, INTEGER)),
        v.number(words),
        v.safeInteger(words),
        v.minValue(min, words),
        v.maxValue(max, words),
      ),
    ),
    textForm: INTEGER,
    description,
    example: 1,
    ...details,
  };
}

interface Range {
  min?: number;
  max?: number;
  expected?: string;
}

/** A positive amount of money, an integer in the currency's smallest unit (500 is $5.00, or ¥500). */
export function amount(description: string, details: Details = {}): Parameter<number> {
  return integer(description, {
    min: 1,
    expected: "a positive integer in the currency's smallest unit, e.g. 500 for $5.00",
    example: 500,
    ...details,
  });
}

/** An amount of money that may be negative or zero, an integer in the currency's smallest unit. */
export function signedAmount(description: string, details: Details = {}): Parameter<number> {
  return integer(description, {
    expected: "an integer in the currency's smallest unit, negative for a credit",
    example: -500,
    ...details,
  });
}

/** A number with at most `decimals` decimal places, such as a percentage. */
export function decimal(
  description: string,
  { min = -Infinity, max = Infinity, decimals = 4, ...details }: Range & { decimals?: number } & Details = {},
): Parameter<number> {
  const words = `a number${rangeInWords(min, max)} with at most ${decimals} decimal places`;
  const fits = (value: number) => Number(value.toFixed(decimals)) === value;
  return {
    type: 'number',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform((value) => toNumber(value, DECIMAL)),
        v.number(words),
        v.minValue(min, words),
        v.maxValue(max, words),
        v.check(fits, words),
      ),
    ),
    textForm: DECIMAL,
    description,
    example: 12.5,
    ...details,
  };
}

/** `true` or `false`, also as text. */
export function boolean(description: string, details: Details = {}): Parameter<boolean> {
  return {
    type: 'boolean',
    schema: lazily(() => v.pipe(v.unknown(), v.transform(toBoolean), v.boolean('true or false'))),
    textForm: /^(true|false)$/,
    description,
    example: true,
    ...details,
  };
}

/** One of the listed words. */
export function enumeration<const W extends string>(
  words: readonly W[],
  description: string,
  details: Details = {},
): Parameter<W> {
  return {
    type: 'string',
    schema: lazily(() => v.pipe(v.unknown(), v.picklist(words, `one of ${words.join(', ')}`))),
    description,
    example: words[0],
    ...details,
  };
}

/** A three-letter ISO 4217 currency code, in either case; Stripe takes it in lower case. */
export function currency(description: string, details: Details = {}): Parameter<string> {
  const words = 'a three-letter ISO currency code, e.g. usd';
  return {
    type: 'string',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform((value) => (typeof value === 'string' ? value.toLowerCase() : value)),
        v.string(words),
        v.regex(/^[a-z]{3}$/, words),
      ),
    ),
    textForm: /^[A-Za-z]{3}$/,
    description,
    example: 'usd',
    ...details,
  };
}

/** A moment, in Unix seconds. */
export function timestamp(description: string, details: Details = {}): Parameter<number> {
  const seconds = integer(description, {
    min: 0,
    max: 99_999_999_999,
    expected: 'a time in Unix seconds, e.g. 1467763200',
    example: 1467763200,
    ...details,
  });
  return { ...seconds, format: 'unix-time' };
}

/** An e-mail address. Only its form is checked: something, an @, a domain. */
export function email(description: string, details: Details = {}): Parameter<string> {
  return text(description, {
    max: 512,
    pattern: /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u,
    expected: 'an e-mail address, e.g. jenny@example.com',
    example: 'jenny@example.com',
    ...details,
  });
}

/** An absolute http(s) URL. */
export function url(description: string, details: Details = {}): Parameter<string> {
  return text(description, {
    pattern: /^https?:\/\/[^\s\p{Cc}]+$/iu,
    expected: 'a URL that begins with http:// or https://',
    example: 'https://example.com/',
    ...details,
  });
}

/** Key/value pairs that Stripe keeps with an object. An empty value removes its key. */
export function metadata(
  description = 'Key/value pairs to keep with the object. An empty value removes its key.',
): Parameter<Record<string, string> | ''> {
  const words =
    'key/value pairs: keys of 1 to 40 characters without [ or ], values of at most 500 characters';
  return unsettable({
    type: 'object',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform(toTexts),
        v.custom<Record<string, string>>(isMetadata, words),
        v.record(v.string(), v.string(words), words),
      ),
    ),
    description,
    example: { order_id: '6735' },
  });
}

/** A dictionary of named fields; other fields are refused by name. */
export function object<const F extends Parameters>(
  fields: F,
  description: string,
  details: Details = {},
): Parameter<Values<F>> {
  const schema = lazily(() => {
    const words = `an object with ${Object.keys(fields).join(', ')}`;
    const entries = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        field.required ? field.schema() : v.optional(field.schema()),
      ]),
    );
    return v.pipe(
      v.unknown(),
      v.transform(dropUndefined),
      v.custom<Record<string, unknown>>(isDictionary, words),
      v.strictObject(entries, words),
    ) as v.GenericSchema<unknown, Values<F>>;
  });
  return {
    type: 'object',
    schema,
    fields,
    description,
    example: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.example])),
    ...details,
  };
}

/** An object whose keys the caller chooses, such as a SKU's attributes; its values are text. */
export function hash(description: string, details: Details = {}): Parameter<Record<string, string>> {
  const words = 'an object whose values are strings';
  return {
    type: 'object',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform(toTexts),
        v.custom<Record<string, string>>(isHash, words),
        v.record(v.string(), v.string(words), words),
      ),
    ),
    description,
    example: { size: 'M' },
    ...details,
  };
}

/** A file to upload. */
export interface FileContents {
  name: string;
  /** Its media type. */
  type: string;
  data: Uint8Array;
}

/** The contents of a file, in base64: as text, as a `data:` URL, or as `{name, type, data}`. Sizes in bytes. */
export function file(
  description: string,
  { maxSize, ...details }: { maxSize: number } & Details,
): Parameter<FileContents> {
  const words = `the contents of a file in base64, at most ${maxSize} bytes`;
  const fits = (value: unknown) => isFile(value) && value.data.length > 0 && value.data.length <= maxSize;
  return {
    type: 'string or object',
    schema: lazily(() => v.pipe(v.unknown(), v.transform(toFile), v.custom<FileContents>(fits, words))),
    description,
    example: 'data:text/plain;base64,SGVsbG8=',
    ...details,
  };
}

/** Several values of one kind. */
export function list<T>(
  item: Parameter<T>,
  description: string,
  { max = 1000, ...details }: { max?: number } & Details = {},
): Parameter<T[]> {
  const words = `a list of at most ${max} values`;
  return {
    type: 'array',
    schema: lazily(() => v.pipe(v.unknown(), v.array(item.schema(), words), v.maxLength(max, words))),
    item,
    description,
    example: [item.example],
    ...details,
  };
}

/** A value that has either of two forms, such as a token or a dictionary of card fields. */
export function either<A, B>(
  first: Parameter<A>,
  second: Parameter<B>,
  description: string,
  details: Details = {},
): Parameter<A | B> {
  return {
    type:
      first.type === second.type ? first.type : second.type === 'object' ? 'string or object' : first.type,
    schema: lazily(() => v.union([first.schema(), second.schema()])),
    ...((first.format ?? second.format) && { format: 'unix-time' }),
    ...((first.fields ?? second.fields) && { fields: { ...first.fields, ...second.fields } }),
    description,
    example: first.example,
    ...details,
  };
}

function rangeInWords(min: number, max: number): string {
  const low = min > Number.MIN_SAFE_INTEGER;
  const high = max < Number.MAX_SAFE_INTEGER;
  if (low && high) {
    return ` from ${min} to ${max}`;
  }
  return low ? ` of at least ${min}` : high ? ` of at most ${max}` : '';
}
