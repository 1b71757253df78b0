/** The parameters that the endpoints of the card service share. */
import * as v from 'valibot';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import { maskCardNumbers } from '#lib/parameters/card-numbers.ts';
import { id, lazily, type Parameter, required } from '#lib/parameters/parameters.ts';

/** The id of a card, as `create` gave it. */
export const cardId = id('', 'The card.', { example: '01M3D5ZK9Q7V2X8N4B6C1T0R5W' });

/** The id of the card that a call is about. */
export const theCard = required(cardId);

/** The named text must not hold a card number, however its digits are spaced. */
export function noCardNumber(argument: string): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ReturnType<Rule> =>
    holdsCardNumber(String(values[argument] ?? ''))
      ? { name: argument, code: 'parameter_invalid', message: `${argument} must not contain a card number.` }
      : undefined;
  return Object.assign(rule, { fields: [argument] });
}

/** Whether groups of digits, with nothing between them but characters that are no letters, make a card number. */
function holdsCardNumber(text: string): boolean {
  const spaced = inAsciiDigits(text).replace(/[^\p{L}\d]+/gu, ' ');
  return maskCardNumbers(spaced) !== spaced;
}

const DECIMAL_DIGIT = /\p{Nd}/u;

/** The text with the decimal digits of every script as 0 to 9. Unicode has them in runs of ten, from zero on. */
function inAsciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0)!;
    while (DECIMAL_DIGIT.test(String.fromCodePoint(zero - 1))) {
      zero -= 1;
    }
    return String((digit.codePointAt(0)! - zero) % 10);
  });
}

/** A month, 1 to 12, with or without a zero before it. */
export function monthText(description: string): Parameter<number> {
  return digits(description, /^(0?[1-9]|1[0-2])$/, 'a month from 1 to 12', '12', Number);
}

/** A year of four digits, or of two digits in this century. */
export function yearText(description: string): Parameter<number> {
  return digits(description, /^(\d{2}|20\d{2})$/, 'a year of two or four digits', '2030', (text) =>
    text.length === 2 ? 2000 + Number(text) : Number(text),
  );
}

function digits(
  description: string,
  textForm: RegExp,
  words: string,
  example: string,
  read: (text: string) => number,
): Parameter<number> {
  return {
    type: 'string',
    schema: lazily(() =>
      v.pipe(
        v.unknown(),
        v.transform((value) => (typeof value === 'number' ? String(value) : value)),
        v.string(words),
        v.regex(textForm, words),
        v.transform(read),
      ),
    ),
    textForm,
    description,
    example,
  };
}
