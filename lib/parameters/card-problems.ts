/** Validates card details, with Stripe's error codes and messages. */
import { hasValidCheckDigit } from './card-numbers.ts';

/** A validation error of a card, as Stripe reports it. `param` is the card's field. */
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

/** Stripe rejects cards that expire later than this. */
const MAX_YEARS_AHEAD = 50;

/** Validates a card number: digits only, length, and check digit (ISO/IEC 7812-1). */
export function problemWithNumber(number: string): CardProblem | undefined {
  if (!/^\d+$/.test(number)) {
    return INVALID_NUMBER;
  }
  return number.length >= 12 && number.length <= 19 && hasValidCheckDigit(number)
    ? undefined
    : INCORRECT_NUMBER;
}

/** Validates an expiry date at time `now`, in Unix seconds. Two-digit years belong to this century. */
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

/** The four-digit year. */
export function fullYear(year: number): number {
  return year >= 0 && year < 100 ? 2000 + year : year;
}

/** Validates a security code. */
export function problemWithCode(cvc: string): CardProblem | undefined {
  return /^\d{3,4}$/.test(cvc) ? undefined : INVALID_CVC;
}
