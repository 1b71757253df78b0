/** Cards of tokens and customers. */
import {
  type CardProblem,
  fullYear,
  problemWithCode,
  problemWithExpiry,
  problemWithNumber,
} from '#lib/parameters/card-problems.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { cardError } from '#sandbox/engine/errors.ts';
import { type Card, type CardDetails, card } from '#sandbox/payments/objects/cards.ts';
import { type CheckName, DECLINES, outcomeOf, type TestCard, testCardOfNumber } from './test-cards.ts';

/** The fields of a card dictionary, after they were checked. */
export type CardFields = Partial<CardDetails> & {
  readonly number: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly cvc?: string;
  readonly currency?: string;
  readonly default_for_currency?: boolean;
};

/**
 * Makes a card from its number and details. It is not stored yet.
 * @throws {StripeError} 402 when the number, the expiry date or the security code is invalid
 */
export function cardFromFields(call: Call, fields: CardFields): Card {
  const testCard = testCardOfNumber(fields.number);
  throwIfInvalid(problemWithNumber(fields.number));
  throwIfInvalid(problemWithExpiry(fields.exp_month, fields.exp_year, call.now));
  throwIfInvalid(fields.cvc === undefined ? undefined : problemWithCode(fields.cvc));
  if (testCard === undefined) {
    throw cardError(DECLINES.live_card);
  }
  return makeCard(call, testCard, { ...fields, exp_year: fullYear(fields.exp_year) });
}

/** Makes the card of a test token, such as `tok_visa`. */
export function cardFromTestCard(call: Call, testCard: TestCard): Card {
  const exp_year = new Date(call.now * 1000).getUTCFullYear() + 1;
  return makeCard(call, testCard, { number: testCard.number, exp_month: 12, exp_year });
}

function makeCard(call: Call, { number, brand, funding, outcome }: TestCard, fields: CardFields): Card {
  const { checks = {} } = outcomeOf(outcome) as { checks?: { [check in CheckName]?: string } };
  const checkOf = (check: CheckName, given: unknown) => (given == null ? null : (checks[check] ?? 'pass'));
  return {
    id: call.newId(card),
    object: 'card',
    created: call.now,
    address_city: fields.address_city ?? null,
    address_country: fields.address_country ?? null,
    address_line1: fields.address_line1 ?? null,
    address_line1_check: checkOf('address_line1_check', fields.address_line1),
    address_line2: fields.address_line2 ?? null,
    address_state: fields.address_state ?? null,
    address_zip: fields.address_zip ?? null,
    address_zip_check: checkOf('address_zip_check', fields.address_zip),
    brand,
    country: 'US',
    currency: fields.currency?.toLowerCase(),
    cvc_check: checkOf('cvc_check', fields.cvc),
    ...(fields.default_for_currency && { default_for_currency: true }),
    exp_month: fields.exp_month,
    exp_year: fields.exp_year,
    fingerprint: call.account.random.fingerprint(number),
    funding,
    last4: number.slice(-4),
    metadata: {},
    name: fields.name ?? null,
    outcome,
  };
}

/** Changes details of a card that its bank does not know about; a changed address is checked again. */
export function changedCard(call: Call, kept: Card, changes: Partial<CardDetails>): Partial<Card> {
  const { exp_month = kept.exp_month, exp_year = kept.exp_year } = changes;
  const { checks = {} } = outcomeOf(kept.outcome) as { checks?: { [check in CheckName]?: string } };
  return {
    ...changes,
    exp_year:
      changes.exp_month === undefined && changes.exp_year === undefined
        ? kept.exp_year
        : checkedExpiry(call.now, exp_month, exp_year),
    ...(changes.address_line1 !== undefined && { address_line1_check: checks.address_line1_check ?? 'pass' }),
    ...(changes.address_zip !== undefined && { address_zip_check: checks.address_zip_check ?? 'pass' }),
  };
}

/** Whether a card has expired at a time in Unix seconds, that is, after the last day of its month. */
export function isExpired(
  { exp_month, exp_year }: Pick<Card, 'exp_month' | 'exp_year'>,
  now: number,
): boolean {
  return now * 1000 >= Date.UTC(exp_year, exp_month, 1);
}

/** Checks an expiry date and returns the year with four digits. */
function checkedExpiry(now: number, exp_month: number, exp_year: number): number {
  throwIfInvalid(problemWithExpiry(exp_month, exp_year, now));
  return fullYear(exp_year);
}

function throwIfInvalid(problem: CardProblem | undefined): void {
  if (problem !== undefined) {
    throw cardError(problem);
  }
}
