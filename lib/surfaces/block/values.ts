/** How the values of the blocks' callers are read before they are checked: JSON as text, dates, lists of pairs. */

import { isObject } from '#lib/http/json-object.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';

/** Stands for a text that should have been JSON. */
export const UNREADABLE = Symbol('unreadable JSON');

/**
 * Reads a value by its parameter's declared type. What is a dictionary or a list may be JSON text, a list also text
 * with commas, key/value pairs also the list `[{"keyName": …, "value": …}]`, a time also ISO 8601; the same holds for
 * the fields of a dictionary and the values of a list. An empty field means that it is not given, unless it unsets
 * something at Stripe. Anything else is given back as it is, for the check to judge.
 */
export function readValue(parameter: Parameter, value: unknown): unknown {
  const parsed = typeof value === 'string' && value !== '' ? readText(parameter, value) : value;
  const pairs = parameter.type === 'object' && Array.isArray(parsed) ? dictionaryOf(parsed) : parsed;
  const { fields, item, maxItems = Infinity } = parameter;
  if (item !== undefined && Array.isArray(pairs)) {
    // A list that is too long is refused, whatever it holds.
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

/** Text within a value that is no JSON is left for the check to name by its place. */
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

/** URLs hold commas of their own. */
function separatorIn(text: string): RegExp | string {
  return /^\s*https?:/i.test(text) ? /,(?=\s*https?:)/i : ',';
}

const ISO_8601 = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Unix seconds of a day or moment in ISO 8601, in UTC where it names no zone; `undefined` where there is none such. */
function unixTime(text: string): number | undefined {
  const [, day, time, , , zone] = ISO_8601.exec(text) ?? [];
  if (day === undefined) {
    return undefined;
  }
  const milliseconds = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
  // Days that a month does not have would count as days of the next one.
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

/** Later versions of the package took key/value pairs as a list. */
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
