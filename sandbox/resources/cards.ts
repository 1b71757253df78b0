/** Cards, as tokens and customers hold them. */
import {
  type CardProblem,
  fullYear,
  problemWithCode,
  problemWithExpiry,
  problemWithNumber,
} from '#lib/card.ts';
import type { Call } from '../call.ts';
import { type Json, resource, type Stored } from '../define.ts';
import { cardError } from '../errors.ts';
import {
  type Brand,
  type CheckName,
  DECLINES,
  type OutcomeName,
  outcomeOf,
  type TestCard,
  testCardOfNumber,
} from '../test-cards.ts';

/** What can be changed of a card. */
interface CardDetails {
  readonly address_city: string | null;
  readonly address_country: string | null;
  readonly address_line1: string | null;
  readonly address_line2: string | null;
  readonly address_state: string | null;
  readonly address_zip: string | null;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly name: string | null;
}

/** Cards and bank accounts are sources: they are kept and listed together, and payment methods with them. */
export const SOURCES = {
  noun: 'source',
  collection: 'source',
  indexes: {
    account: ({ account }: Owned) => account ?? null,
    /** Payment methods are no sources. */
    customer: ({ object, customer }: Owned) => (object === 'payment_method' ? null : (customer ?? null)),
    payer: ({ object, customer }: Owned) => (object === 'payment_method' ? (customer ?? null) : null),
    recipient: ({ recipient }: Owned) => recipient ?? null,
  },
  expandable: { account: 'account', customer: 'customer', recipient: 'recipient' },
};

/** Whose a card or bank account is; none of them while only a token stands for it. */
export interface Owned {
  readonly object?: string;
  /** The account whose funds go there. */
  readonly account?: string;
  /** Whether those in its currency do if nothing else is said. */
  readonly default_for_currency?: boolean;
  readonly customer?: string | null;
  readonly recipient?: string;
}

/** A card as it is kept, without its number. */
export interface Card extends Stored, CardDetails, Owned {
  readonly object: 'card';
  readonly created: number;
  readonly address_line1_check: string | null;
  readonly address_zip_check: string | null;
  readonly brand: Brand;
  readonly country: string;
  /** Of the funds that may go to the card. */
  readonly currency?: string | undefined;
  readonly cvc_check: string | null;
  readonly fingerprint: string;
  readonly funding: string;
  readonly last4: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** What only payment methods show, and a saved card as one of them. */
  readonly allow_redisplay?: 'always' | 'limited' | 'unspecified' | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  /** It was set up for payments without the cardholder. */
  readonly isSetUp?: boolean;
  /** What using the card makes happen. */
  readonly outcome: OutcomeName;
}

export const card = resource<Card>('card', {
  id: { prefix: 'card', length: 24 },
  ...SOURCES,
  render: showCard,
});

function showCard(card: Card): Json {
  return {
    id: card.id,
    object: 'card',
    address_city: card.address_city,
    address_country: card.address_country,
    address_line1: card.address_line1,
    address_line1_check: card.address_line1_check,
    address_line2: card.address_line2,
    address_state: card.address_state,
    address_zip: card.address_zip,
    address_zip_check: card.address_zip_check,
    brand: card.brand,
    country: card.country,
    ...(card.customer !== undefined && { customer: card.customer }),
    cvc_check: card.cvc_check,
    dynamic_last4: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    metadata: { ...card.metadata },
    name: card.name,
    tokenization_method: null,
    ...(card.recipient !== undefined && { recipient: card.recipient }),
    ...(card.account !== undefined && {
      account: card.account,
      currency: card.currency,
      default_for_currency: card.default_for_currency,
    }),
  };
}

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
 * A card from its number and what belongs to it. It is kept nowhere yet.
 * @throws {StripeError} 402 when the number, the expiry date or the security code cannot be right
 */
export function cardFromFields(call: Call, fields: CardFields): Card {
  const testCard = testCardOfNumber(fields.number);
  refuse(problemWithNumber(fields.number));
  refuse(problemWithExpiry(fields.exp_month, fields.exp_year, call.now));
  refuse(fields.cvc === undefined ? undefined : problemWithCode(fields.cvc));
  if (testCard === undefined) {
    throw cardError(DECLINES.live_card);
  }
  return makeCard(call, testCard, { ...fields, exp_year: fullYear(fields.exp_year) });
}

/** The card of a token that stands for a test card, such as `tok_visa`. */
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

/** Changes to a card that its bank knows nothing of; the checks of a changed address pass or fail anew. */
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

/** Whether a card has expired by a moment, in Unix seconds: after the last day of its month. */
export function isExpired(
  { exp_month, exp_year }: Pick<Card, 'exp_month' | 'exp_year'>,
  now: number,
): boolean {
  return now * 1000 >= Date.UTC(exp_year, exp_month, 1);
}

/** Checks an expiry date and gives the year in four digits. */
function checkedExpiry(now: number, exp_month: number, exp_year: number): number {
  refuse(problemWithExpiry(exp_month, exp_year, now));
  return fullYear(exp_year);
}

function refuse(problem: CardProblem | undefined): void {
  if (problem !== undefined) {
    throw cardError(problem);
  }
}
