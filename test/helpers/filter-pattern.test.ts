/** Tests the parser of filter patterns that the tests of alarms use. */
import { expect, test } from '@jest/globals';
import { readFilter } from './filter-pattern.ts';

const LINE = JSON.stringify({ a: 'x', b: { c: 'y' }, n: 1 });

test.each([
  ['{ $.a = "x" }', true],
  ['{ $.a = "y" }', false],
  ['{ $.a != "y" }', true],
  ['{ $.b.c = "y" }', true],
  ['{ $.b.d = "y" }', false],
  // A missing property does not match `!=` either.
  ['{ $.b.d != "y" }', false],
  ['{ $.n = "1" }', false],
  ['{ $.a = "y" || $.b.c = "y" }', true],
  ['{ $.a = "x" && $.b.c = "z" }', false],
  ['{ $.a = "x" || $.a = "y" && $.b.c = "z" }', true],
  ['{ ($.a = "x" || $.a = "y") && $.b.c = "z" }', false],
])('%s: %s', (pattern, expected) => {
  expect(readFilter(pattern)(LINE)).toBe(expected);
});

test('text matches nothing', () => {
  expect(readFilter('{ $.a != "y" }')('INFO {"a":"x"}')).toBe(false);
});

test.each(['{ $.a > 1 }', '$.a = "x"', '{ $.a = "x"', '{ $.a = "x" } more', '?"Task timed out"'])(
  '%s is refused',
  (pattern) => {
    expect(() => readFilter(pattern)).toThrow();
  },
);
