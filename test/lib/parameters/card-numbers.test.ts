import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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
    ['4242.4242.4242.4242', '…'],
    ['3782/822463/10005 and 4242_4242_4242_4242.', '… and ….'],
    ['4242 / 4242 / 4242 / 4242', '…'],
    ['4.2.4.2.4.2.4.2.4.2.4.2.4.2.4.2', '…'],
    ['4242\n4242\n4242\n4242', '…'],
    ['4242\u200b4242\u20604242\u00ad4242', '…'],
    ['4242%2F4242%C2%A04242%2e4242', '…'],
    ['٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢ and ４２４２４２４２４２４２４２４２', '… and …'],
    ['𑛞𑛜𑛞𑛜 𑛞𑛜𑛞𑛜 𑛞𑛜𑛞𑛜 𑛞𑛜𑛞𑛜 and 𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐', '… and …'],
    ['v1/4242-4242-4242-4242', 'v1/…'],
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
    // Their digits alone have a valid check digit.
    '192.168.100.204',
    '1467763200.123458',
    '2016/07/06 12:34:58',
    'v1/42424242-4242-4242-8000-abcdefabcdef',
    '424,242,424,242,424,2',
  ])('%s stays as it is', (text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  test('are masked only where they are meant', () => {
    const isMeant = (digits: string) => digits === '4242424242424242';
    expect(maskCardNumbers('4242 4242 4242 4242, 4012888888881881', isMeant)).toBe('…, 4012888888881881');
  });
});

describe('whatever separates its groups', () => {
  const separators = [
    ' ',
    '-',
    '.',
    '/',
    '_',
    '·',
    ',',
    ':',
    '|',
    '\u00a0',
    '\n',
    '\t',
    '\u200b',
    '\ufeff',
    '%20',
    '%2F',
  ];
  const written = fc
    .tuple(
      fc.constantFrom('4242424242424242', '4012888888881881', '378282246310005', '30569309025904'),
      fc.constantFrom(...separators),
      fc.constantFrom('', ' '),
    )
    .map(([digits, separator, blank]) => {
      const form = digits.length === 16 ? /.{4}/g : /^.{4}|(?<=^.{4}).{6}|(?<=^.{10}).+/g;
      const parts = digits.match(form)!;
      return parts.join(`${blank}${separator}${blank}`);
    });

  test('a card number is masked, and the text around it is not', () => {
    const around = fc.constantFrom('', 'card ', 'a.', '“', ' is declined', ' (12) ', '; 12: ');
    const property = fc.property(around, written, around, (before, number, after) => {
      expect(maskCardNumbers(`${before}${number}${after}`)).toBe(`${before}…${after}`);
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  test('ids, times, addresses and amounts stay', () => {
    const number = fc.integer({ min: 0, max: 255 });
    const ordinary = fc.oneof(
      fc.uuid(),
      fc.ipV4(),
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toISOString()),
      fc.tuple(number, number, number).map((parts) => `v${parts.join('.')}`),
      fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => `${seconds}.${String(seconds).slice(-3)}`),
      fc.bigInt({ min: 0n, max: 10n ** 15n }).map((amount) => amount.toLocaleString('en-US')),
    );
    const property = fc.property(ordinary, (text) => {
      expect(maskCardNumbers(text)).toBe(text);
    });
    fc.assert(property, { seed: 1, numRuns: 2_000 });
  });
});
