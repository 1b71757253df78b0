import { describe, expect, test } from '@jest/globals';
import { decodeForm } from '#lib/http/form.ts';
import { check } from '#lib/parameters/check.ts';
import {
  amount,
  boolean,
  currency,
  decimal,
  either,
  email,
  enumeration,
  hash,
  id,
  integer,
  list,
  metadata,
  object,
  type Parameter,
  required,
  text,
  timestamp,
  unsettable,
  url,
} from '#lib/parameters/parameters.ts';

/** Values that pass, with what they become; values that are refused. */
const cases: Record<string, { parameter: Parameter; takes: [unknown, unknown][]; refuses: unknown[] }> = {
  amount: {
    parameter: amount(''),
    takes: [
      [500, 500],
      ['500', 500],
    ],
    refuses: [
      '12abc',
      1.5,
      '1.5',
      Number.NaN,
      '9'.repeat(400),
      0,
      -1,
      true,
      null,
      [],
      {},
      '',
      ' 5',
      '5e2',
      '0x10',
    ],
  },
  integer: {
    parameter: integer('', { min: -2, max: 5 }),
    takes: [
      ['-2', -2],
      ['+5', 5],
      [0, 0],
    ],
    refuses: [6, -3, '6', 2 ** 60, Number.POSITIVE_INFINITY],
  },
  decimal: {
    parameter: decimal('', { min: 1, max: 100, decimals: 4 }),
    takes: [
      ['12.5', 12.5],
      [8.1234, 8.1234],
    ],
    refuses: [8.12345, 0.5, 101, '1e1', '.5', 'abc', false],
  },
  boolean: {
    parameter: boolean(''),
    takes: [
      [true, true],
      ['true', true],
      ['false', false],
      ['True', true],
      ['False', false],
    ],
    refuses: [1, 0, '1', '0', 'yes', 'TRUE', 'fALSE', '', null],
  },
  text: {
    parameter: text('', { max: 5, forbidden: '<>' }),
    takes: [
      ['abc', 'abc'],
      [123, '123'],
    ],
    refuses: ['', 'abcdef', 'a<b', 'a\ud800', true, {}, []],
  },
  id: {
    parameter: id('ch', ''),
    takes: [
      ['ch_1', 'ch_1'],
      ['a/../b', 'a/../b'],
      ['gold plan', 'gold plan'],
    ],
    refuses: ['', '.', '..', 'a\nb', 'a\u0000', 'x'.repeat(256), '\udc00'],
  },
  enumeration: {
    parameter: enumeration(['day', 'week'], ''),
    takes: [['day', 'day']],
    refuses: ['Day', '', 1],
  },
  currency: { parameter: currency(''), takes: [['USD', 'usd']], refuses: ['us', 'dollars', 840, 'u$d'] },
  email: {
    parameter: email(''),
    takes: [
      ['jenny@example.com', 'jenny@example.com'],
      ['jenny', 'jenny'],
    ],
    refuses: ['', true, {}],
  },
  url: {
    parameter: url(''),
    takes: [
      ['https://example.com/a?b', 'https://example.com/a?b'],
      ['www.example.com', 'www.example.com'],
    ],
    refuses: ['', true, []],
  },
  timestamp: {
    parameter: timestamp(''),
    takes: [
      ['1467763200', 1467763200],
      [253402300799, 253402300799],
      [-1, -1],
    ],
    refuses: ['2016-07-06', 1.5],
  },
  metadata: {
    parameter: metadata(),
    takes: [
      [
        { a: 1, b: true, c: null },
        { a: '1', b: 'true', c: '' },
      ],
      [decodeForm('a[0]=x&a[1]=y')['a'], { 0: 'x', 1: 'y' }],
      ['', ''],
      [null, ''],
    ],
    refuses: [
      'a=b',
      [],
      { 'a[b]': '1' },
      { a: { b: 1 } },
      ['x'],
      decodeForm('a[]=x')['a'],
      decodeForm('a[0][b]=x')['a'],
      JSON.parse('{"__proto__": "x"}'),
      { ['k'.repeat(41)]: '1' },
    ],
  },
  hash: {
    parameter: hash(''),
    takes: [
      [{ size: 'M' }, { size: 'M' }],
      [decodeForm('a[0]=M')['a'], { 0: 'M' }],
    ],
    refuses: [[], 'x', { a: {} }, ['M']],
  },
  unsettable: {
    parameter: unsettable(text('', { max: 3 })),
    takes: [
      ['', ''],
      [null, ''],
      ['abc', 'abc'],
    ],
    refuses: ['abcd', {}],
  },
  list: {
    parameter: list(integer(''), '', { max: 2 }),
    takes: [
      [
        ['1', 2],
        [1, 2],
      ],
      [{ 7: '1', 2: '2' }, [2, 1]],
      [{ 0: '1' }, [1]],
    ],
    refuses: ['1', [1, 2, 3], ['a'], {}, { a: 1 }, { 0: 1, a: 2 }, { 1: 'a' }, { 0: 1, 1: 2, 2: 3 }],
  },
};

describe.each(Object.entries(cases))('%s', (_, { parameter, takes, refuses }) => {
  test.each(takes)('takes %j as %j', (value, expected) => {
    expect(check(parameter, value)).toEqual({ value: expected });
  });

  test.each(refuses.map((value) => [value]))('refuses %j', (value) => {
    const { problems } = check(parameter, value);
    expect(problems).not.toHaveLength(0);
    expect(problems?.[0]?.expected).toMatch(/\w/);
  });
});

describe('dictionaries', () => {
  const card = object({ number: required(text('')), exp_year: integer(''), name: text('') }, '');

  test('coerce their fields and leave out what was not given', () => {
    expect(check(card, { number: 42, exp_year: '2030', name: null })).toEqual({
      value: { number: '42', exp_year: 2030 },
    });
  });

  test('report every field that is missing, unknown or wrong, by its path', () => {
    expect(check(card, { exp_year: 'x', foo: 1 }).problems).toEqual([
      { path: ['number'], code: 'parameter_missing', expected: 'a value', given: undefined },
      { path: ['exp_year'], code: 'parameter_invalid', expected: 'an integer', given: 'x' },
      { path: ['foo'], code: 'parameter_unknown', expected: 'nothing', given: undefined },
    ]);
  });

  test('refuse lists, texts and keys that could reach a prototype', () => {
    for (const value of [[], 'x', JSON.parse('{"number": "1", "__proto__": {"a": 1}}')]) {
      expect(check(card, value).problems).toMatchObject([{ path: [], code: 'parameter_invalid' }]);
    }
  });
});

describe('a choice of two forms', () => {
  const source = either(id('tok', ''), object({ number: required(text('')) }, ''), '');

  test('reports the form that was meant', () => {
    expect(check(source, { number: {} }).problems).toMatchObject([{ path: ['number'] }]);
    expect(check(source, true).problems).toMatchObject([
      { path: [], expected: 'an id: 1 to 255 characters, no control characters, or an object with number' },
    ]);
  });
});
