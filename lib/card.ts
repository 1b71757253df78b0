/** The checks of a card that need no bank: those of its number, its expiry date and its security code. */
import * as v from 'valibot';
import { hasValidCheckDigit } from './card-numbers.ts';
import { StripeRefusal } from './errors.ts';
import { lazily, type Parameter, required, secret, text } from './stripe/parameters.ts';
import { cardNumber as numberInWords, withoutSeparators } from './stripe/source-fields.ts';

export { hasValidCheckDigit } from './card-numbers.ts';

/** What is wrong with a card, as Stripe tells it. `param` is the field of the card. */
export interface CardProblem {
  readonly code:
    | 'invalid_number'
    | 'incorrect_number'
    | 'invalid_expiry_month'
    | 'invalid_expiry_year'
    | 'invalid_cvc';
  readonly message: string;
  readonly param: 'number' | 'exp_month' | 'exp_year' | 'cvc';
}

const INVALID_NUMBER: CardProblem = {
  code: 'invalid_number',
  message: 'The card number is not a valid credit card number.',
  param: 'number',
};
const INCORRECT_NUMBER: CardProblem = {
  code: 'incorrect_number',
  message: 'Your card number is incorrect.',
  param: 'number',
};
const INVALID_MONTH: CardProblem = {
  code: 'invalid_expiry_month',
  message: "Your card's expiration month is invalid.",
  param: 'exp_month',
};
const INVALID_YEAR: CardProblem = {
  code: 'invalid_expiry_year',
  message: "Your card's expiration year is invalid.",
  param: 'exp_year',
};
const INVALID_CVC: CardProblem = {
  code: 'invalid_cvc',
  message: "Your card's security code is invalid.",
  param: 'cvc',
};

/** Stripe takes no card that expires later. */
const MAX_YEARS_AHEAD = 50;

/** What is wrong with a card number of digits alone: its form, or its check digit (ISO/IEC 7812-1). */
export function problemWithNumber(number: string): CardProblem | undefined {
  if (!/^\d+$/.test(number)) {
    return INVALID_NUMBER;
  }
  return number.length >= 12 && number.length <= 19 && hasValidCheckDigit(number)
    ? undefined
    : INCORRECT_NUMBER;
}

/** What is wrong with an expiry date at a moment, in Unix seconds. A year of two digits is of this century. */
export function problemWithExpiry(month: number, year: number, now: number): CardProblem | undefined {
  const today = new Date(now * 1000);
  const yearsAhead = fullYear(year) - today.getUTCFullYear();
  if (month < 1 || month > 12) {
    return INVALID_MONTH;
  }
  if (yearsAhead < 0 || yearsAhead > MAX_YEARS_AHEAD) {
    return INVALID_YEAR;
  }
  return yearsAhead === 0 && month < today.getUTCMonth() + 1 ? INVALID_MONTH : undefined;
}

/** The year in four digits. */
export function fullYear(year: number): number {
  return year >= 0 && year < 100 ? 2000 + year : year;
}

/** What is wrong with a security code. */
export function problemWithCode(cvc: string): CardProblem | undefined {
  return /^\d{3,4}$/.test(cvc) ? undefined : INVALID_CVC;
}

/** A card number as the cardholder typed it; {@link refuseWrongCard} tells what is wrong with it. */
export const typedNumber: Parameter<string> = (() => {
  const words = 'a card number';
  const { schema: _, ...described } = numberInWords(words);
  return required({
    ...described,
    schema: lazily(() => v.pipe(v.unknown(), v.transform(withoutSeparators), v.string(words))),
  });
})();

/** A card security code as the cardholder typed it. */
export const typedCode = secret(text('The card security code, 3 or 4 digits.', { example: '123' }));

/**
 * Checks a card that is about to be charged, without a call to Stripe.
 * @throws {StripeRefusal} 402 as Stripe answers: callers branch on its code to tell the cardholder what to correct
 */
export function refuseWrongCard(card: {
  readonly number: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvc: string;
}): void {
  const problem =
    problemWithNumber(card.number) ??
    problemWithExpiry(card.exp_month, card.exp_year, Date.now() / 1000) ??
    problemWithCode(card.cvc);
  if (problem !== undefined) {
    throw new StripeRefusal(402, { type: 'card_error', ...problem });
  }
}
