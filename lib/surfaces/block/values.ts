/** Converts block arguments before validation: JSON text, dates and lists of pairs. */

import { isObject } from '#lib/http/json-object.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';

/** Marks text that should be JSON but is not. */
export const UNREADABLE = Symbol('unreadable JSON');

/**
 * Converts a value according to its parameter's type. Dictionaries and lists may be JSON text, lists also
 * comma-separated text, key/value pairs also the list `[{"keyName": …, "value": …}]`, times also ISO 8601. The same
 * applies to fields of dictionaries and items of lists. Empty fields are dropped, unless they unset something at
 * Stripe. Other values are returned unchanged for validation.
 */
export function readValue(parameter: Parameter, value: unknown): unknown {
  const parsed = typeof value === 'string' && value !== '' ? readText(parameter, value) : value;
  const pairs = parameter.type === 'object' && Array.isArray(parsed) ? dictionaryOf(parsed) : parsed;
  const { fields, item, maxItems = Infinity } = parameter;
  if (item !== undefined && Array.isArray(pairs)) {
    // A list that is too long is rejected anyway.
    return pairs.length > maxItems ? pairs : pairs.map((value) => readWithin(item, value));
  }
  if (fields === undefined || !isObject(pairs)) {
    return pairs;
  }
  const read = { ...pairs };
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(read, name) && read[name] === '' && !field.unsettable) {
      delete read[name];
    } else if (Object.hasOwn(read, name)) {
      read[name] = readWithin(field, read[name]);
    }
  }
  return read;
}

/** Leaves invalid JSON inside a value unchanged, so that validation reports its position. */
function readWithin(parameter: Parameter, value: unknown): unknown {
  const read = readValue(parameter, value);
  return read === UNREADABLE ? value : read;
}

function readText({ type, format, maxItems = Infinity }: Parameter, value: string): unknown {
  const time = format === 'unix-time' ? unixTime(value) : undefined;
  if (time !== undefined) {
    return time;
  }
  const looksLikeJson = /^\s*[[{]/.test(value);
  if (type === 'array' && !looksLikeJson) {
    return value.split(separatorIn(value), maxItems + 1).map((item) => item.trim());
  }
  if (type === 'object' || (looksLikeJson && type !== 'string')) {
    return readJson(value);
  }
  return value;
}

/** The separator of a list. URLs may contain commas themselves. */
function separatorIn(text: string): RegExp | string {
  return /^\s*https?:/i.test(text) ? /,(?=\s*https?:)/i : ',';
}

const ISO_8601 = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The Unix time of an ISO 8601 date or time, in UTC if it has no time zone; `undefined` if it is invalid. */
function unixTime(text: string): number | undefined {
  const [, day, time, , , zone] = ISO_8601.exec(text) ?? [];
  if (day === undefined) {
    return undefined;
  }
  const milliseconds = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
  // Date.parse moves nonexistent days, such as 31 April, to the next month.
  const exists = Number(day.slice(8)) <= daysIn(Number(day.slice(0, 4)), Number(day.slice(5, 7)));
  return Number.isNaN(milliseconds) || !exists ? undefined : Math.floor(milliseconds / 1000);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

/** Converts a list of key/value pairs, which later versions of the package accepted. */
function dictionaryOf(list: unknown[]): unknown {
  const pairs: [string, unknown][] = [];
  for (const item of list) {
    const { keyName, key, value } = isObject(item) ? item : {};
    const name = keyName ?? key;
    if (typeof name !== 'string') {
      return list;
    }
    pairs.push([name, value]);
  }
  return Object.fromEntries(pairs);
}
