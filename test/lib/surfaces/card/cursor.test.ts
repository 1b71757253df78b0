import { describe, expect, test } from '@jest/globals';
import { deriveKey, sealerWith } from '#lib/surfaces/shared/sealed.ts';

const cursorsFor = (secret: string) => sealerWith(deriveKey(secret, 'cursors'));
const cursors = cursorsFor('sk_test_of_the_deployment');

describe('a cursor', () => {
  const cursor = cursors.seal(['an-account', '01M81QDDR49W5GCDSZCF1FS8SP'], 'this query');

  test('gives the position back', () => {
    expect(cursors.open(cursor, 'this query')).toEqual(['an-account', '01M81QDDR49W5GCDSZCF1FS8SP']);
    const again = cursorsFor('sk_test_of_the_deployment').open(cursor, 'this query');
    expect(again).toEqual(['an-account', '01M81QDDR49W5GCDSZCF1FS8SP']);
  });

  test('shows nothing', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/an-account|01M81QDD/);
    expect(cursors.seal(['a1'], 'q')).not.toBe(cursors.seal(['a1'], 'q'));
  });

  test('is good for its query and its deployment only', () => {
    expect(cursors.open(cursor, 'another query')).toBeUndefined();
    expect(cursorsFor('sk_test_of_another').open(cursor, 'this query')).toBeUndefined();
  });

  test('cannot be altered, not in one bit', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(cursors.open(altered.toString('base64url'), 'this query')).toBeUndefined();
    }
  });

  test.each([
    '',
    'x',
    'AAAA',
    `${cursor}=`,
    `${cursor} `,
    `${cursor}A`,
    cursor.slice(0, -1),
    cursor.slice(0, 40),
    'A'.repeat(100_000),
    '{"pk":"account#a2"}',
  ])('is not made up: %.20s', (made) => {
    expect(cursors.open(made, 'this query')).toBeUndefined();
  });
});
