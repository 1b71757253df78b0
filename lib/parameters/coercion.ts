/** Converts what callers send to a parameter's type, e.g. numeric text to a number, or `null` to an empty value. */
import { isNumbered, POSITION } from '#lib/http/form.ts';
import { isObject } from '#lib/http/json-object.ts';
import type { FileContents } from './file-contents.ts';

export const INTEGER = /^[+-]?\d{1,20}$/;
export const DECIMAL = /^[+-]?\d{1,15}(\.\d{1,15})?$/;

export function toText(value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
}

export function toNumber(value: unknown, form: RegExp): unknown {
  return typeof value === 'string' && form.test(value) ? Number(value) : value;
}

/** Text that is accepted as a boolean. Stripe's Python and .NET clients capitalize it. */
export const BOOLEAN = /^([Tt]rue|[Ff]alse)$/;

export function toBoolean(value: unknown): unknown {
  return typeof value === 'string' && BOOLEAN.test(value) ? value.toLowerCase() === 'true' : value;
}

export function nullToEmpty(value: unknown): unknown {
  return value === null ? '' : value;
}

export function isDictionary(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !FORBIDDEN.some((key) => Object.hasOwn(value, key));
}

const FORBIDDEN = ['__proto__', 'prototype', 'constructor'];

/**
 * Whether a value is a dictionary, or the list that a form with numeric keys decodes to, with at most `most` keys.
 * Check this first: the cost of all other checks grows with the number of keys.
 */
export function hasAtMost(most: number, value: unknown): boolean {
  return (isDictionary(value) || isNumbered(value)) && Object.keys(value as object).length <= most;
}

/**
 * Converts a dictionary whose keys are positions to a list. A form that skips positions decodes to such a dictionary.
 */
export function toList(value: unknown): unknown {
  if (!isDictionary(value)) {
    return value;
  }
  // JavaScript keeps such keys in ascending order.
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => POSITION.test(key)) ? Object.values(value) : value;
}

/**
 * Converts the values of a dictionary to text. A form with the keys 0, 1, 2 … decodes to a list, which is converted
 * too.
 */
export function toTexts(value: unknown): unknown {
  const dictionary = isNumbered(value) ? { ...(value as object) } : value;
  if (!isDictionary(dictionary)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(dictionary).map(([key, item]) => [
      key,
      item === null ? '' : typeof item === 'boolean' || typeof item === 'number' ? String(item) : item,
    ]),
  );
}

/** Whether no text has lone surrogates, which UTF-8 and therefore forms cannot represent. */
export function wellFormed(...texts: string[]): boolean {
  return texts.every((piece) => piece.isWellFormed());
}

export function isHash(value: unknown): boolean {
  return (
    isDictionary(value) &&
    Object.entries(value).every(
      ([key, item]) => /^[^[\]]+$/u.test(key) && typeof item === 'string' && wellFormed(key, item),
    )
  );
}

export function toFile(value: unknown): unknown {
  if (typeof value === 'string') {
    const [, type, data = value] = /^data:([\w.+/-]+);base64,([\s\S]*)$/.exec(value) ?? [];
    return toFile({ data, type });
  }
  if (!isDictionary(value) || typeof value.data !== 'string') {
    return value;
  }
  const { name = 'upload', type = 'application/octet-stream', data } = value;
  const text = (data as string).replace(/\s+/g, '');
  const base64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return { name, type, data: base64 ? Buffer.from(text, 'base64') : undefined };
}

export function isFile(value: unknown): value is FileContents {
  return (
    isDictionary(value) &&
    value.data instanceof Uint8Array &&
    [value.name, value.type].every((text) => typeof text === 'string' && /^[^\p{Cc}"]{1,255}$/u.test(text))
  );
}

/** @param most the maximum number of keys with a value */
export function isMetadata(most: number, value: unknown): boolean {
  return (
    isDictionary(value) &&
    Object.values(value).filter((item) => item !== '').length <= most &&
    Object.entries(value).every(
      ([key, item]) =>
        /^[^[\]]{1,40}$/u.test(key) &&
        typeof item === 'string' &&
        item.length <= 500 &&
        wellFormed(key, item),
    )
  );
}

/** The fields that are set: all known ones, and the first unknown one, which makes the dictionary invalid. */
export function givenFields(known: Readonly<Record<string, unknown>>, value: object): object {
  const given = value as Readonly<Record<string, unknown>>;
  const isGiven = (name: string) =>
    Object.hasOwn(given, name) && given[name] !== undefined && given[name] !== null;
  const names = Object.keys(known).filter(isGiven);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name) && isGiven(name));
  return Object.fromEntries(
    [...names, ...(unknown === undefined ? [] : [unknown])].map((name) => [name, given[name]]),
  );
}

/** Drops optional fields that are empty strings, except fields that can be unset with an empty value. */
export function dropEmpty(
  value: unknown,
  fields: Readonly<Record<string, { readonly required?: boolean; readonly unsettable?: boolean }>>,
): unknown {
  if (!isDictionary(value)) {
    return value;
  }
  const empty = Object.keys(fields).filter(
    (name) =>
      Object.hasOwn(value, name) &&
      value[name] === '' &&
      fields[name]!.required !== true &&
      fields[name]!.unsettable !== true,
  );
  return empty.length === 0
    ? value
    : Object.fromEntries(Object.entries(value).filter(([name]) => !empty.includes(name)));
}
