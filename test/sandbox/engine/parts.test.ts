import { describe, expect, test } from '@jest/globals';
import { withoutNumbers } from '#sandbox/engine/errors.ts';
import { makeId } from '#sandbox/engine/ids.ts';
import { base62, Random } from '#sandbox/engine/random.ts';
import { wildcard } from '#sandbox/engine/wildcard.ts';
import { routerOf } from '#sandbox/server/route.ts';

describe('ids', () => {
  test('hold their time as recorded ones do', () => {
    const id = makeId({ prefix: 'ch', length: 24 }, 'acct_1032D82eZvKYlo2C', 1_475_238_268, new Random('a'));
    expect(id).toMatch(/^ch_18zQ402eZvKYlo2C\w{8}$/);
    expect(makeId({ prefix: 'cus', length: 14 }, 'acct_1', 0, new Random('a'))).toMatch(/^cus_\w{14}$/);
  });

  test('come from a seed', () => {
    const [a, same, other] = [new Random('a'), new Random('a'), new Random('b')].map((random) =>
      random.text(40),
    );
    expect(a).toBe(same);
    expect(a).not.toBe(other);
    expect(new Random('a').fingerprint('4242')).toBe(new Random('a').fingerprint('4242'));
    expect(new Random('a').fingerprint('4242')).not.toBe(new Random('b').fingerprint('4242'));
  });

  test('are spread evenly, and never the same', () => {
    const random = new Random('spread');
    const numbers = Array.from({ length: 20_000 }, () => random.number());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share = numbers.filter((number) => Math.floor(number * 10) === tenth).length / numbers.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    }
    expect(new Set(Array.from({ length: 20_000 }, () => random.text(8))).size).toBe(20_000);
  });

  test('base 62', () => {
    expect([base62(0, 2), base62(61, 2), base62(62, 2), base62(1_048_981_720, 6)]).toEqual([
      '00',
      '0z',
      '10',
      '18zQ40',
    ]);
  });
});

test.each([
  ['charge.*', 'charge.refunded', true],
  ['charge.*', 'charge.', true],
  ['charge.*', 'charged.x', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['*.created', 'customer.source.created', true],
  ['*.created', 'customer.updated', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a1b2c', true],
  ['a*b*c', 'acb', false],
  ['a*bc*c', 'abc', false],
  ['a.c', 'abc', false],
  ['', 'a', false],
])('the pattern %j and the text %j: %s', (pattern, text, expected) => {
  expect(wildcard(pattern)(text)).toBe(expected);
});

test('a pattern of nothing but stars costs nothing', () => {
  expect(wildcard(`${'*a'.repeat(2_000)}b`)('a'.repeat(5_000))).toBe(false);
});

test('fixed paths come before those with parameters', () => {
  const operation = (path: string) => ({
    method: 'GET' as const,
    path,
    parameters: {},
    description: '',
    returns: '',
    list: false,
  });
  const route = routerOf(
    ['/v1/{kind}/{id}', '/v1/invoices/{invoice}', '/v1/invoices/upcoming', '/v1/{kind}/upcoming'].map(
      operation,
    ),
  );
  const found = (path: string) => {
    const { operation, inPath } = route('GET', path);
    return [operation.path, inPath];
  };
  expect(found('/v1/invoices/upcoming')).toEqual(['/v1/invoices/upcoming', {}]);
  expect(found('/v1/invoices/in_1')).toEqual(['/v1/invoices/{invoice}', { invoice: 'in_1' }]);
  expect(found('/v1/a/upcoming')).toEqual(['/v1/{kind}/upcoming', { kind: 'a' }]);
  expect(found('/v1/a/b%2Fc')).toEqual(['/v1/{kind}/{id}', { kind: 'a', id: 'b/c' }]);
  expect(() => route('GET', '/v1/a/%')).toThrow('Unrecognized request URL');
});

test.each([
  ['No such token: 4242424242424242', 'No such token: ****'],
  ['4242 4242 4242 4242 and 000-123-456-789', '**** and ****'],
  ['Invalid integer: 12345678', 'Invalid integer: 12345678'],
])('%j is quoted as %j', (text, shown) => {
  expect(withoutNumbers(text)).toBe(shown);
});
