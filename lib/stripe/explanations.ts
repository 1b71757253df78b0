/** What callers of old versions have to know when Stripe rejects what it has withdrawn: a sentence that follows its own. */
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeErrorBody } from './errors.ts';

/** Stripe's rejections by an account's API policies, known by their words, for they have no code. */
export const POLICIES: readonly {
  readonly name: string;
  readonly words: RegExp;
  readonly sentence: string;
}[] = [
  {
    name: 'raw_card_numbers',
    words: /^Sending (?:full )?credit card numbers directly/i,
    sentence:
      'Use Stripe.js to turn the number into a token or a PaymentMethod in the browser, or ask Stripe support to enable raw card numbers, which requires proof of PCI compliance.',
  },
  {
    name: 'accounts_v1',
    words: /\bAccounts v1\b/i,
    sentence:
      'Enable “Accounts v1 support” in Stripe’s Dashboard, under Developers, API policies, or create the account with Stripe’s Accounts v2 API.',
  },
  {
    name: 'card_tokens',
    words: /\bcard tokens?\b[\s\S]*(?:end of life|end-of-life|api[ -]policies)/i,
    sentence:
      'Set CARD_PAYMENTS to payment_intents, or enable card tokens in Stripe’s Dashboard, under Developers, API policies.',
  },
  {
    name: 'charges_create',
    words: /\bcharges\b[\s\S]*(?:no longer|api[ -]policies)/i,
    sentence: 'Set CARD_PAYMENTS to payment_intents, so that cards are charged with PaymentIntents.',
  },
];

/** Of a retired operation, Stripe rejects any call alike; what is about a parameter is about the call itself. */
function isOfOperation({ param, code }: StripeErrorBody, status: number): boolean {
  return [400, 403, 404, 410].includes(status) && param === undefined && code !== 'rate_limit';
}

/** The sentence for an error of an operation; `undefined` where Stripe's own says all. */
export function explanationOf(
  error: StripeErrorBody,
  status: number,
  { retired }: Operation,
): string | undefined {
  if (error.type !== 'invalid_request_error' && status !== 402) {
    return undefined;
  }
  const policy = POLICIES.find(({ words }) => words.test(error.message));
  return policy?.sentence ?? (isOfOperation(error, status) ? retired : undefined);
}
