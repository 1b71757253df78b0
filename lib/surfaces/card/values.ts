/** Parameters that the endpoints of the card service share. */
import * as v from 'valibot';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import { inAsciiDigits, maskCardNumbers } from '#lib/parameters/card-numbers.ts';
import { id, lazily, type Parameter, required } from '#lib/parameters/parameters.ts';

/** The ID of a card, as returned by `create`. */
export const cardId = id('', 'The card.', { example: '01M3D5ZK9Q7V2X8N4B6C1T0R5W' });

/** The ID of the card to act on. */
export const theCard = required(cardId);

/** Rejects a text that contains a card number, however it is formatted. */
export function noCardNumber(argument: string): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ReturnType<Rule> =>
    holdsCardNumber(String(values[argument] ?? ''))
      ? { name: argument, code: 'parameter_invalid', message: `${argument} must not contain a card number.` }
      : undefined;
  return Object.assign(rule, { fields: [argument] });
}

/** Whether a text contains a card number whose digits are separated by anything but letters. */
function holdsCardNumber(text: string): boolean {
  const spaced = inAsciiDigits(text.normalize('NFKC')).replace(/[^\p{L}\d]+/gu, ' ');
  return maskCardNumbers(spaced) !== spaced;
}

/** A month, 1 to 12, optionally with a leading zero. */
export function monthText(description: string): Parameter<number> {
  return digits(description, /^(0?[1-9]|1[0-2])$/, 'a month from 1 to 12', '12', Number);
}

/** A year with four digits, or with two digits in this century. */
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
