/** The attributes, operators and functions of `where` expressions. */
import type { CardView } from './records.ts';

/** The type that an attribute is compared as. Text of digits can be compared as a number. */
export type OperandKind = 'text' | 'number' | 'boolean' | 'time';

/** The attributes, which are those of the response. */
export const ATTRIBUTES: Readonly<Record<keyof CardView, OperandKind>> = {
  accountId: 'text',
  current: 'boolean',
  error: 'text',
  failures: 'number',
  id: 'text',
  name: 'text',
  number: 'text',
  month: 'number',
  submitted: 'time',
  year: 'number',
};

/** A value in a comparison. */
export type Comparable = string | number | boolean;

/** Comparison operators. */
export const COMPARISONS: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Functions on text. */
export const TEXT_FUNCTIONS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  begins_with: (text, part) => text.startsWith(part),
  contains: (text, part) => text.includes(part),
};

/** Functions on the existence of attributes. Cards have all attributes. */
export const EXISTENCE: Readonly<Record<string, boolean>> = {
  attribute_exists: true,
  attribute_not_exists: false,
};

/** All function names, for messages. */
export const FUNCTIONS = [...Object.keys(TEXT_FUNCTIONS), ...Object.keys(EXISTENCE), 'size'].join(', ');

/** Converts a value for comparison; NaN if it is not of the right type. */
export function comparable(kind: OperandKind, value: Comparable): Comparable {
  if (kind === 'number') {
    return typeof value === 'string' && !/^[+-]?\d+(\.\d+)?$/.test(value) ? Number.NaN : Number(value);
  }
  if (kind === 'time') {
    return Date.parse(String(value));
  }
  if (kind === 'boolean') {
    return value === 'true' ? true : value === 'false' ? false : value;
  }
  return String(value);
}
