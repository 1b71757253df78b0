/** Checks of a card that need no bank: number, expiry date and security code. */

import * as v from 'valibot';
import { cardNumber as numberInWords, withoutSeparators } from '#lib/operations/source-fields.ts';
import { problemWithCode, problemWithExpiry, problemWithNumber } from '#lib/parameters/card-problems.ts';
import { lazily, type Parameter, required, secret, text } from '#lib/parameters/parameters.ts';
import { StripeApiError } from '#lib/stripe/errors.ts';

/** A card number as typed by the cardholder; {@link assertValidCard} validates it. */
export const typedNumber: Parameter<string> = (() => {
  const words = 'a card number';
  const { schema: _, ...described } = numberInWords(words);
  return required({
    ...described,
    schema: lazily(() => v.pipe(v.unknown(), v.transform(withoutSeparators), v.string(words))),
  });
})();

/** A security code as typed by the cardholder. */
export const typedCode = secret(text('The card security code, 3 or 4 digits.', { example: '123' }));

/**
 * Validates a card before it is charged, without calling Stripe.
 * @throws {StripeApiError} 402 like Stripe's, because callers use its code to tell the cardholder what to correct
 */
export function assertValidCard(card: {
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
    throw new StripeApiError(402, { type: 'card_error', ...problem });
  }
}
