import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeForm, encodeForm, FormError } from '#lib/http/form.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('decoding', () => {
  test.each([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a', { a: '' }],
    ['a=1&a=2', { a: '2' }],
    ['a+b=c%20d', { 'a b': 'c d' }],
    ['a[b][c]=1', { a: { b: { c: '1' } } }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[0]=1&a[1]=2', { a: ['1', '2'] }],
    ['a[0][x]=1&a[1][x]=2', { a: [{ x: '1' }, { x: '2' }] }],
    ['a%5Bb%5D=1', { a: { b: '1' } }],
    ['a[1]=x', { a: { 1: 'x' } }],
    ['a[1]=x&a[0]=y', { a: ['y', 'x'] }],
    ['a[0]=x&a[2]=y', { a: { 0: 'x', 2: 'y' } }],
    ['a[2]=x&a[]=y&a[0]=z', { a: ['z', 'x', 'y'] }],
    ['a[01]=x&a[1234567890]=y', { a: { '01': 'x', 1234567890: 'y' } }],
    ['0=x', { 0: 'x' }],
    // A field that comes again begins the next entry of a list.
    ['a[][b]=1&a[][c]=2', { a: [{ b: '1', c: '2' }] }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    [
      'a[][b]=1&a[][c]=2&a[][c]=3&a[][b]=4',
      {
        a: [
          { b: '1', c: '2' },
          { c: '3', b: '4' },
        ],
      },
    ],
    ['a[][b]=1&x=2&a[][c]=3', { a: [{ b: '1', c: '3' }], x: '2' }],
    ['a[][b]=&a[][b]=', { a: [{ b: '' }, { b: '' }] }],
    ['a[][b][]=1&a[][b][]=2', { a: [{ b: ['1', '2'] }] }],
    ['a[][b][c]=1&a[][b][d]=2&a[][b][c]=3', { a: [{ b: { c: '1', d: '2' } }, { b: { c: '3' } }] }],
    ['a[][b][c]=1&a[][b]=2', { a: [{ b: { c: '1' } }, { b: '2' }] }],
    ['a[][b][][c]=1&a[][b][][d]=2&a[][b][][c]=3', { a: [{ b: [{ c: '1', d: '2' }, { c: '3' }] }] }],
    ['a[][0]=1&a[][1]=2&a[][0]=3', { a: [['1', '2'], ['3']] }],
    ['a[][]=1&a[][]=2', { a: [['1', '2']] }],
    ['a[]=1&a[][b]=2&a[]=3&a[][b]=4', { a: ['1', { b: '2' }, '3', { b: '4' }] }],
    ['a[0][b]=1&a[0][c]=2&a[1][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['a[0][b]=1&a[0][b]=2', { a: [{ b: '2' }] }],
    ['a[0][b]=1&a[][b]=2&a[][c]=3', { a: [{ b: '1' }, { b: '2', c: '3' }] }],
  ])('%s', (form, expected) => {
    expect(plain(decodeForm(form))).toEqual(expected);
  });

  test.each([
    'a=%',
    'a=%zz',
    'a[b=1',
    'a[b]c=1',
    'a=1&a[b]=2',
    'a[b]=1&a=2',
    'a[b]=1&a[]=2',
    'a[]=1&a[b]=2',
    'a[][b]=1&a[][b][]=2',
    'a[][b][]=1&a[][b][c]=2',
    `a${'[b]'.repeat(20)}=1`,
  ])('refuses %s', (form) => {
    expect(() => decodeForm(form)).toThrow(FormError);
  });

  test('refuses more fields than anyone needs, quickly', () => {
    expect(() => decodeForm('a[]=1&'.repeat(10_001))).toThrow('more than 10000 fields');
    expect(decodeForm('a[]=1&'.repeat(10_000))['a']).toHaveLength(10_000);
  });

  test.each([
    ['a list', 'a[]=1&'.repeat(10_000)],
    ['a numbered list', Array.from({ length: 10_000 }, (_, index) => `a[${index}]=1`).join('&')],
    ['a list of groups', 'a[][b]=1&'.repeat(10_000)],
    ['a list of one group', Array.from({ length: 10_000 }, (_, index) => `a[][b${index}]=1`).join('&')],
    ['a list within a list', 'a[][b][][c]=1&'.repeat(10_000)],
    [
      'a list that is numbered backwards',
      Array.from({ length: 10_000 }, (_, i) => `a[${9_999 - i}][b]=1`).join('&'),
    ],
    ['lists within lists', `a${'[]'.repeat(9)}=1&`.repeat(10_000)],
    ['a name of brackets', `a${'[b]'.repeat(300_000)}=1`],
  ])('takes time in proportion to what there is to read: %s', (_, form) => {
    // Time of this process, not of others that the machine is busy with.
    const started = process.cpuUsage();
    try {
      decodeForm(form);
    } catch (error) {
      expect(error).toBeInstanceOf(FormError);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(300);
  });

  test('reaches no prototype', () => {
    decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1');
    decodeForm('b[][__proto__][polluted]=1&b[][__proto__][polluted]=2&__proto__[][polluted]=1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('throws nothing but its own error, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', '=', '&', '%', '4', '1', '+') }),
        (form) => {
          try {
            decodeForm(form);
          } catch (error) {
            expect(error).toBeInstanceOf(FormError);
          }
        },
      ),
    );
  });
});

test('what is encoded is decoded to the same', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, fc.string({ unit: 'grapheme' }), tie('group')),
    group: fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => !/[[\]\d]|^__proto__$/.test(key)),
      tie('node'),
      { minKeys: 1, maxKeys: 4, noNullPrototype: true },
    ),
  })).group;
  fc.assert(
    fc.property(value, (group) => {
      expect(plain(decodeForm(encodeForm(group as Record<string, unknown>)))).toEqual(group);
    }),
  );
});
