/**
 * Stripe's documented test bank accounts, and what happens to money sent to them. A bank account stores the name of
 * its outcome, never its number.
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

/** Returns the outcome of transfers to an account number; numbers that are not test numbers succeed. */
export function bankOutcomeOf(number: string): BankOutcome {
  return OUTCOMES[number] ?? 'success';
}

/** Returns why transfers with an outcome fail; undefined if they succeed. */
export function transferFailureOf(outcome: BankOutcome): TransferFailure | undefined {
  return outcome === 'success' ? undefined : { code: outcome, message: FAILURES[outcome] };
}
