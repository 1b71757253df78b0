/**
 * Stripe's documented test bank accounts: what comes of money that is sent to them. A bank account keeps the name of its
 * outcome; its number is never kept.
 */

/** Why a transfer to a bank account or card fails. */
export interface TransferFailure {
  readonly code: string;
  readonly message: string;
}

const FAILURES = {
  no_account: 'The bank has no account with these details.',
  account_closed: 'The bank account has been closed.',
  insufficient_funds: 'The account has too little money for the transfer.',
  debit_not_authorized: 'The bank account does not allow debits; it must allow both debits and credits.',
  invalid_currency: 'The bank account does not take this currency.',
  declined: 'The bank has declined the transfer.',
} as const;

export type BankOutcome = 'success' | keyof typeof FAILURES;

const OUTCOMES: Readonly<Record<string, BankOutcome>> = {
  '000111111116': 'no_account',
  '000111111113': 'account_closed',
  '000222222227': 'insufficient_funds',
  '000333333335': 'debit_not_authorized',
  '000444444440': 'invalid_currency',
};

/** What comes of transfers to the account with a number; those that are not for tests get their money. */
export function bankOutcomeOf(number: string): BankOutcome {
  return OUTCOMES[number] ?? 'success';
}

/** Why transfers fail that have an outcome; undefined when they do not. */
export function transferFailureOf(outcome: BankOutcome): TransferFailure | undefined {
  return outcome === 'success' ? undefined : { code: outcome, message: FAILURES[outcome] };
}
