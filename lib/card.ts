/** The checks of a card that need no call to Stripe: the number's form and check digit, the expiry, the code's form. */
import * as v from 'valibot';
import { hasValidCheckDigit } from './card-numbers.ts';
import type { Rule } from './rules.ts';
import { lazily, type Parameter, required, secret, text } from './stripe/parameters.ts';
import { cardNumber as numberInWords } from './stripe/source-fields.ts';

export { hasValidCheckDigit } from './card-numbers.ts';

/** A card number whose check digit is right (ISO/IEC 7812-1); blanks and hyphens between the digits are dropped. */
export const cardNumber: Parameter<string> = (() => {
  const words = 'a card number: 12 to 19 digits with a valid check digit';
  const anyNumber = numberInWords(words);
  return required({
    ...anyNumber,
    schema: lazily(() => v.pipe(anyNumber.schema(), v.check(hasValidCheckDigit, words))),
  });
})();

/** A card security code. */
export const securityCode = secret(
  text('The card security code, 3 or 4 digits.', {
    pattern: /^\d{3,4}$/,
    expected: 'a card security code of 3 or 4 digits',
    example: '123',
  }),
);

/** The named month and year must make a month that has not passed. A year of two digits is of this century. */
export function expiry(
  monthArgument: string,
  yearArgument: string,
  now: () => Date = () => new Date(),
): Rule {
  const rule = (values: Readonly<Record<string, unknown>>): ReturnType<Rule> => {
    const month = values[monthArgument] as number;
    const given = values[yearArgument] as number;
    const year = given < 100 ? 2000 + given : given;
    if (month < 1 || month > 12) {
      return invalid(monthArgument, `must be a month from 1 to 12; got ${month}`);
    }
    const today = now();
    const months = (year - today.getUTCFullYear()) * 12 + month - (today.getUTCMonth() + 1);
    if (months < 0) {
      return invalid(yearArgument, `and ${monthArgument} must not be in the past; got ${month}/${year}`);
    }
    return months > 50 * 12 ? invalid(yearArgument, `must be within 50 years; got ${year}`) : undefined;
  };
  return Object.assign(rule, { about: [monthArgument, yearArgument] });
}

function invalid(name: string, rest: string): ReturnType<Rule> {
  return { name, code: 'parameter_invalid', message: `${name} ${rest}.` };
}
