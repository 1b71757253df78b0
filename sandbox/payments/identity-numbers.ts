/** Stripe's test numbers for people and companies, and the result of checking them. */
import type { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { VerificationResult } from '#sandbox/payments/objects/proof.ts';
import { token } from '#sandbox/payments/objects/tokens.ts';

/** Returns the result for a number: `000000000` and its last four digits pass, `111111111` and its last four fail. */
export function verifyNumber(number: string): VerificationResult {
  return /^(0{4}|0{9})$/.test(number) ? 'valid' : /^(1{4}|1{9})$/.test(number) ? 'invalid' : 'unproven';
}

/**
 * Returns the result for a number, or for a token of one, which is used up.
 * @throws {StripeError} when there is no such token, or it was used before
 */
export function verify(call: Call, given: string, param: string): VerificationResult {
  if (!given.startsWith('pii_')) {
    return verifyNumber(given.replace(/[ -]/g, ''));
  }
  const holder = call.platformAndSelf(given).find((one) => one.peek(token, given)?.type === 'pii');
  if (holder === undefined) {
    throw invalidRequest(`No such token: ${given.slice(0, 4)}****`, { param });
  }
  const kept = holder.find(token, given);
  if (kept.used) {
    throw invalidRequest('You cannot use a Stripe token more than once.', { param });
  }
  holder.change(token, kept, { used: true });
  return kept.proof ?? 'unproven';
}
