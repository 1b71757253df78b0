import { describe, expect, test } from '@jest/globals';
import { hasValidCheckDigit, isCardNumber, maskCardNumbers } from '#lib/parameters/card-numbers.ts';

describe('the check digit', () => {
  test.each<[string, boolean]>([
    ['4242424242424242', true],
    ['4242424242424241', false],
    ['378282246310005', true],
    ['30569309025904', true],
    ['6304000000000000', true],
    ['79927398713', true],
    ['79927398710', false],
  ])('of %s: %p', (digits, isValid) => {
    expect(hasValidCheckDigit(digits)).toBe(isValid);
  });
});

test.each<[string, boolean]>([
  ['4242424242424242', true],
  ['4242 4242 4242 4242', false],
  ['79927398713', false],
  ['42424242424242424242', false],
])('%s is a card number by itself: %p', (text, isNumber) => {
  expect(isCardNumber(text)).toBe(isNumber);
});

describe('card numbers in a text', () => {
  test.each([
    ['4242424242424242', '…'],
    ['No such card: 4242424242424242.', 'No such card: ….'],
    ['"4242 4242 4242 4242" or 4242-4242-4242-4242', '"…" or …'],
    ['4242\u00a04242\u20134242  4242', '…'],
    ['4242%204242%204242%204242=1, 4242+4242+4242+4242', '…=1, …'],
    ['%5B4242424242424242%5D, %204242424242424242', '%5B…%5D, %20…'],
    ['3782 822463 10005', '…'],
    ['12 4242 4242 4242 4242 35', '12 … 35'],
    ['card_4242424242424242x', 'card_…x'],
    ['4242424242424242 4012888888881881', '… …'],
  ])('%s becomes %s', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  test.each([
    'a text without digits',
    '4242424242424241',
    '4242 4242',
    '1467763200',
    '42424242424242424242',
    '40000000-0000-4000-8000-000000000002',
    'f81d4fae-7dec-11d0-a765-424242424242',
    'ch_14ziQH2eZvKYlo2C4242',
  ])('%s stays as it is', (text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  test('are masked only where they are meant', () => {
    const isMeant = (digits: string) => digits === '4242424242424242';
    expect(maskCardNumbers('4242 4242 4242 4242, 4012888888881881', isMeant)).toBe('…, 4012888888881881');
  });
});
