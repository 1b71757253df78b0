import { describe, expect, test } from '@jest/globals';
import { argumentsOf, readArguments } from '#lib/endpoint/arguments.ts';
import { mask, secretsIn } from '#lib/endpoint/secrets.ts';
import { operation } from '#lib/operations/operation.ts';
import { tokenOrCard } from '#lib/operations/source-fields.ts';
import { object, secret, text } from '#lib/parameters/parameters.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';

const owner = object(
  {
    name: text('Who.'),
    address: object({ line1: text('Where.'), code: secret(text('The code.')) }, 'Where.'),
  },
  'The owner.',
);
const create = operation(
  'POST',
  '/v1/things',
  { description: 'Makes a thing.', returns: 'thing' },
  { source: tokenOrCard('What to pay with.'), owner },
);
const known = argumentsOf(create, { source: 'source', owner: 'owner' });

function secretsOf(given: Record<string, unknown>): string[] {
  return secretsIn(known, given, readArguments(known, given).values);
}

const card = { object: 'card', number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '987' };

describe('secrets', () => {
  test('are what is declared so, also inside of what is not', () => {
    const given = {
      source: card,
      owner: { name: 'Jenny Rosen', address: { line1: '1 Main St', code: 'a77' } },
    };
    expect(secretsOf(given)).toEqual(['4242424242424242', '987', 'a77']);
  });

  test('are found however deep they are', () => {
    let deep: unknown = 'tok_deep_down';
    for (let level = 0; level < 100_000; level += 1) {
      deep = [deep];
    }
    expect(secretsOf({ source: deep })).toContain('tok_deep_down');
  });

  test('are masked but for their prefix, short ones as words only', () => {
    const secrets = [...secretsOf({ source: card }), 'sk_test_key'];
    expect(mask('Your card 4242424242424242 with 987 (acct_19871, sk_test_key) was declined.', secrets)).toBe(
      'Your card … with … (acct_19871, sk_…) was declined.',
    );
    expect(mask('tok_visa_debit, tok_visa', ['tok_visa', 'tok_visa_debit'])).toBe('tok_…, tok_…');
  });

  test('are not shown by the message about a value, wherever in it they stand', () => {
    const wrong = (given: Record<string, unknown>) =>
      readArguments(known, given).problems.map(({ message }) => message);
    expect(wrong({ owner: { address: { code: 4.5e99, line1: true } } })).toEqual([
      'owner[address][line1] must be a non-empty string; got true.',
    ]);
    expect(wrong({ owner: { address: { code: { inner: 'a77' } } } })).toEqual([
      'owner[address][code] must be a non-empty string.',
    ]);
    expect(wrong({ owner: '{"address": {"code": "a77"' })).toEqual([
      'owner must be an object with name, address.',
    ]);
  });

  test.each<[string[], boolean]>([
    [[], true],
    [['name'], false],
    [['address'], true],
    [['address', 'line1'], false],
    [['address', 'code'], true],
    [['address', 'other'], true],
    [['__proto__'], true],
  ])('stand at %j of the owner: %p', (path, held) => {
    expect(holdsSecret(owner, path)).toBe(held);
  });
});
