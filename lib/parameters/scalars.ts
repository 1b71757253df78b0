/** The functions that declare single values: text, numbers, times, files and others. */
import * as v from 'valibot';
import { BOOLEAN, DECIMAL, INTEGER, isFile, toBoolean, toFile, toNumber, toText } from './coercion.ts';
import type { FileContents } from './file-contents.ts';
import { lazily, type Parameter, type ParameterOptions } from './parameter.ts';

/** Text of at most `max` characters, or of any length. It must not contain the characters in `forbidden`. */
export function text(
  description: string,
  { max = Infinity, forbidden = '', pattern, expected, ...details }: TextLimits & ParameterOptions = {},
): Parameter<string> {
  const limits = [
    ...(max === Infinity ? [] : [`of at most ${max} characters`]),
    ...(forbidden === '' ? [] : [`without ${[...forbidden].join(' ')}`]),
  ].join(' ');
  const words = expected ?? ['a non-empty string', limits].filter((part) => part !== '').join(' ');
  const bounds = pattern === undefined ? limits : expected;
  const fits = (value: string) =>
    value.length > 0 &&
    value.length <= max &&
    value.isWellFormed() &&
    ![...forbidden].some((character) => value.includes(character)) &&
    (pattern === undefined || pattern.test(value));
  return {
    type: 'string',
    schema: lazily(() => v.pipe(v.unknown(), v.transform(toText), v.string(words), v.check(fits, words))),
    ...(bounds && { bounds }),
    description,
    example: 'text',
    ...details,
  };
}

interface TextLimits {
  max?: number;
  forbidden?: string;
  pattern?: RegExp;
  /** A description of a valid value, used in every error message. */
  expected?: string;
}

/** The ID that examples have for an object, e.g. `ch_14ziQH2eZvKYlo2C`. The sandbox's demo account owns these objects. */
export function exampleId(prefix: string): string {
  return `${prefix}_14ziQH2eZvKYlo2C`;
}

/**
 * The ID of a Stripe object, e.g. `id('ch', 'The charge.')`. The prefix is only used in the example: prefixes have
 * changed over the years (`cc_` became `card_`), and the IDs of plans and coupons are chosen by their owners. Rejects
 * what could change the path of a URL or break a header: control characters, and `.` and `..`, however often they are
 * encoded.
 */
export function id(prefix: string, description: string, details: ParameterOptions = {}): Parameter<string> {
  const { bounds: _, ...parameter } = text(description, {
    max: 255,
    pattern: /^(?!(\.|%(25)*2e){1,2}$)\P{Cc}+$/iu,
    expected: 'an id: 1 to 255 characters, no control characters',
    example: prefix === '' ? 'gold' : exampleId(prefix),
    ...details,
  });
  return parameter;
}

/** An integer. Text is accepted if it consists of digits only. */
export function integer(
  description: string,
  {
    min = Number.MIN_SAFE_INTEGER,
    max = Number.MAX_SAFE_INTEGER,
    expected,
    ...details
  }: Range & ParameterOptions = {},
): Parameter<number> {
  const range = rangeInWords(min, max);
  const words = expected ?? `an integer${range}`;
  return {
    type: 'integer',
    ...(range !== '' && { bounds: range.trim() }),
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
export function amount(description: string, details: ParameterOptions = {}): Parameter<number> {
  return integer(description, {
    min: 1,
    expected: "a positive integer in the currency's smallest unit, e.g. 500 for $5.00",
    example: 500,
    ...details,
  });
}

/** An amount of money that may be negative or zero, an integer in the currency's smallest unit. */
export function signedAmount(description: string, details: ParameterOptions = {}): Parameter<number> {
  return integer(description, {
    expected: "an integer in the currency's smallest unit, negative for a credit",
    example: -500,
    ...details,
  });
}

/** A number that may have decimals, such as a percentage. `decimals` is the maximum number of decimal places. */
export function decimal(
  description: string,
  {
    min = -Infinity,
    max = Infinity,
    decimals,
    ...details
  }: Range & { decimals?: number } & ParameterOptions = {},
): Parameter<number> {
  const limits = `${rangeInWords(min, max)}${decimals === undefined ? '' : ` with at most ${decimals} decimal places`}`;
  const words = `a number${limits}`;
  const fits = (value: number) => decimals === undefined || Number(value.toFixed(decimals)) === value;
  return {
    type: 'number',
    ...(limits !== '' && { bounds: limits.trim() }),
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

/** `true` or `false`, also as text, capitalized or not. */
export function boolean(description: string, details: ParameterOptions = {}): Parameter<boolean> {
  return {
    type: 'boolean',
    schema: lazily(() => v.pipe(v.unknown(), v.transform(toBoolean), v.boolean('true or false'))),
    textForm: BOOLEAN,
    description,
    example: true,
    ...details,
  };
}

/** One of the given words; with `anyCase`, in any capitalization. */
export function enumeration<const W extends string>(
  words: readonly W[],
  description: string,
  { anyCase = false, ...details }: { anyCase?: boolean } & ParameterOptions = {},
): Parameter<W> {
  const read = (value: unknown) => (anyCase && typeof value === 'string' ? value.toLowerCase() : value);
  return {
    type: 'string',
    schema: lazily(() =>
      v.pipe(v.unknown(), v.transform(read), v.picklist(words, `one of ${words.join(', ')}`)),
    ),
    description,
    example: words[0],
    ...details,
  };
}

/** A three-letter ISO 4217 currency code in upper or lower case. It is sent to Stripe in lower case. */
export function currency(description: string, details: ParameterOptions = {}): Parameter<string> {
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

/** A time in Unix seconds. */
export function timestamp(description: string, details: ParameterOptions = {}): Parameter<number> {
  const seconds = integer(description, {
    expected: 'a time in Unix seconds, e.g. 1467763200',
    example: 1467763200,
    ...details,
  });
  return { ...seconds, format: 'unix-time' };
}

/** An e-mail address. Stripe does not document a format, so none is required. */
export function email(description: string, details: ParameterOptions = {}): Parameter<string> {
  return text(description, { example: 'jenny@example.com', ...details });
}

/** A URL. Stripe does not document a format, and clients of the time also sent `www.example.com`. */
export function url(description: string, details: ParameterOptions = {}): Parameter<string> {
  return text(description, { example: 'https://example.com/', ...details });
}

/** The contents of a file, in base64: as text, as a `data:` URL, or as `{name, type, data}`. `maxSize` is in bytes. */
export function file(
  description: string,
  { maxSize, ...details }: { maxSize: number } & ParameterOptions,
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

function rangeInWords(min: number, max: number): string {
  const low = min > Number.MIN_SAFE_INTEGER;
  const high = max < Number.MAX_SAFE_INTEGER;
  if (low && high) {
    return ` from ${min} to ${max}`;
  }
  return low ? ` of at least ${min}` : high ? ` of at most ${max}` : '';
}
