/** How the values of the blocks' callers are read before they are checked: JSON as text, dates, lists of pairs. */
import type { Parameter } from '#lib/stripe/parameters.ts';

/** Stands for a text that should have been JSON. */
export const UNREADABLE = Symbol('unreadable JSON');

/**
 * Reads a value by its parameter's declared type. What is a dictionary or a list may be JSON text, a list also text
 * with commas, key/value pairs also the list `[{"keyName": …, "value": …}]`, a time also ISO 8601. Anything else is
 * given back as it is, for the check to judge.
 */
export function readValue(parameter: Parameter, value: unknown): unknown {
  const parsed = typeof value === 'string' && value !== '' ? readText(parameter, value) : value;
  const pairs = parameter.type === 'object' && Array.isArray(parsed) ? dictionaryOf(parsed) : parsed;
  const { fields } = parameter;
  if (fields === undefined || !isDictionary(pairs)) {
    return pairs;
  }
  return Object.fromEntries(
    Object.entries(pairs).map(([name, item]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field?.format === undefined ? item : readText(field, item)];
    }),
  );
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function readText({ type, format }: Parameter, value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  if (format === 'unix-time' && ISO_8601.test(value)) {
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value) || !/[T ]/.test(value) ? value : `${value}Z`;
    return Math.floor(Date.parse(zoned) / 1000);
  }
  const looksLikeJson = /^\s*[[{]/.test(value);
  if (type === 'array' && !looksLikeJson) {
    return value.split(',').map((item) => item.trim());
  }
  if (type === 'object' || looksLikeJson) {
    return type === 'string' ? value : readJson(value);
  }
  return value;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Later versions of the package took key/value pairs as a list. */
function dictionaryOf(list: unknown[]): unknown {
  const pairs = list.map((item) => {
    const { keyName, key, value } = isDictionary(item) ? item : {};
    return [keyName ?? key, value] as const;
  });
  return pairs.every(([name]) => typeof name === 'string') ? Object.fromEntries(pairs) : list;
}
