/** What a `where` may ask of a card: attributes, and how they are compared. */
import type { CardView } from './records.ts';

/** How an attribute is compared: as what it is, and texts of digits as the numbers they are. */
export type OperandKind = 'text' | 'number' | 'boolean' | 'time';

/** The attributes that can be asked for: those of the reply. */
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

/** A value of an attribute, or one that it is compared with. */
export type Comparable = string | number | boolean;

/** What compares, by its sign. */
export const COMPARISONS: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What is asked of texts. */
export const TEXT_FUNCTIONS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  begins_with: (text, part) => text.startsWith(part),
  contains: (text, part) => text.includes(part),
};

/** Cards have all their attributes. */
export const EXISTENCE: Readonly<Record<string, boolean>> = {
  attribute_exists: true,
  attribute_not_exists: false,
};

/** All functions, as messages name them. */
export const FUNCTIONS = [...Object.keys(TEXT_FUNCTIONS), ...Object.keys(EXISTENCE), 'size'].join(', ');

/** A value as it is compared; NaN for what is none of its kind. */
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
