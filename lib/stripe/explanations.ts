/** Sentences that are appended to Stripe's message when it rejects something that it has withdrawn. */
import type { Operation } from '#lib/operations/operation.ts';
import type { StripeErrorBody } from './errors.ts';

/** Errors caused by an account's API policies. Stripe gives them no code, so their messages are matched. */
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

/** Stripe rejects every call of a retired operation. An error about a parameter has another reason. */
function isOfOperation({ param, code }: StripeErrorBody, status: number): boolean {
  return [400, 403, 404, 410].includes(status) && param === undefined && code !== 'rate_limit';
}

/** The explanation of an error; `undefined` if Stripe's message is sufficient. */
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
