/** The parameters that the endpoints of the card service share. */
import * as v from 'valibot';
import { hasValidCheckDigit } from '#lib/card.ts';
import type { Rule } from '#lib/rules.ts';
import { id, lazily, type Parameter, required } from '#lib/stripe/parameters.ts';

/** The id of a card, as `create` gave it. */
export const cardId = id('', 'The card.', { example: '01M3D5ZK9Q7V2X8N4B6C1T0R5W' });

/** The id of the card that a call is about. */
export const theCard = required(cardId);

/** The lengths of card numbers (ISO/IEC 7812-1). */
const NUMBER_LENGTHS = { min: 12, max: 19 };

/** The named text must not hold a card number, however its digits are spaced. */
export function noCardNumber(argument: string): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ReturnType<Rule> =>
    holdsCardNumber(String(values[argument] ?? ''))
      ? { name: argument, code: 'parameter_invalid', message: `${argument} must not hold a card number.` }
      : undefined;
  return Object.assign(rule, { about: [argument] });
}

/** Whether groups of digits, with blanks or hyphens between them or none, make a card number. */
function holdsCardNumber(text: string): boolean {
  const { min, max } = NUMBER_LENGTHS;
  const runs = text.normalize('NFKC').match(/\d[\d\s\p{Pd}]*/gu) ?? [];
  return runs.some((run) => {
    const groups = run.match(/\d+/g) ?? [];
    return groups.some((_, first) => {
      let digits = '';
      return groups.slice(first).some((group) => {
        digits += group;
        return digits.length >= min && digits.length <= max && hasValidCheckDigit(digits);
      });
    });
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
