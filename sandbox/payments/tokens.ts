/** Tokens: each stands for a card, a bank account or a personal ID number, and can be used once. */
import * as tokens from '#lib/operations/tokens.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { checkPolicy } from '#sandbox/engine/policies.ts';
import type { BankAccount } from '#sandbox/payments/objects/bank-accounts.ts';
import type { Card } from '#sandbox/payments/objects/cards.ts';
import type { VerificationResult } from '#sandbox/payments/objects/proof.ts';
import { type Token, token } from '#sandbox/payments/objects/tokens.ts';
import { type BankAccountFields, bankAccountFromFields } from './bank-accounts.ts';
import { type CardFields, cardFromFields, cardFromTestCard } from './cards.ts';
import { verifyNumber } from './identity-numbers.ts';
import { copyOfShared } from './shared-sources.ts';
import { testCardOfToken } from './test-cards.ts';

/** The prefix of a token's ID tells what it stands for. */
const PREFIXES = { card: 'tok', bank_account: 'btok', pii: 'pii' };

export const create = implement(tokens.create, (call, { card, bank_account, pii, customer }) => {
  if (customer !== undefined || typeof card === 'string' || typeof bank_account === 'string') {
    const named =
      typeof card === 'string' ? card : typeof bank_account === 'string' ? bank_account : undefined;
    const parameter = typeof bank_account === 'string' ? 'bank_account' : 'card';
    const copy = copyOfShared(call, { customer, source: named, parameter });
    return keep(call, copy.object, copy);
  }
  const given = [card, bank_account, pii].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw invalidRequest(
      given.length === 0
        ? 'You must supply either a card, customer, PII data, or bank account to create a token.'
        : 'You can create a token for only one of a card, a bank account and PII data at a time.',
    );
  }
  if (card !== undefined) {
    return keep(call, 'card', cardFromNumber(call, card));
  }
  return bank_account === undefined
    ? keep(call, 'pii', null, verifyNumber(pii?.personal_id_number ?? ''))
    : keep(call, 'bank_account', bankAccountFromFields(call, bank_account));
});

export const retrieve = implement(tokens.retrieve, (call, { token: id }) => call.find(token, id));

/**
 * Makes a card from a number and its details.
 * @throws {StripeError} 400 when the account may not send card numbers
 */
export function cardFromNumber(call: Call, fields: CardFields): Card {
  checkPolicy(call.account.policies, 'raw_card_numbers');
  return cardFromFields(call, fields);
}

function keep(call: Call, type: Token['type'], holds: Token['holds'], proof?: VerificationResult): Token {
  const prefix = PREFIXES[type];
  const id = call.newId({ ...token, id: { prefix, length: type === 'bank_account' ? 14 : 24 } });
  return call.create(token, { id, type, used: false, holds, ...(proof !== undefined && { proof }) });
}

/**
 * Returns a source parameter if the account's policies allow it: card tokens and card dictionaries may be rejected.
 * @throws {StripeError} 400 when it is not allowed
 */
export function allowedSource(call: Call, given: SourceParameter): SourceParameter {
  // Orders are retired. An account that still has them pays for them as before.
  if (call.request?.operation.retired === undefined && holdsCard(call, given)) {
    checkPolicy(call.account.policies, 'card_tokens');
  }
  return given;
}

function holdsCard(call: Call, given: SourceParameter): boolean {
  return typeof given === 'string' ? isCardToken(call, given) : given['account_number'] === undefined;
}

/** Whether an ID is that of a card token, used or not. */
export function isCardToken(call: Call, id: string): boolean {
  return testCardOfToken(id) !== undefined || call.peek(token, id)?.type === 'card';
}

/** A source parameter: a token, or the fields of a card or bank account. */
export type SourceParameter = string | { readonly [field: string]: unknown };

/**
 * Returns the card or bank account that a parameter stands for; a token is used up.
 * @throws {StripeError} when there is no such token, it was used before, or a field is invalid
 */
export function resolveSource(call: Call, given: SourceParameter, parameter: string): Card | BankAccount {
  if (typeof given !== 'string') {
    return given['account_number'] === undefined
      ? cardFromNumber(call, given as unknown as CardFields)
      : bankAccountFromFields(call, given as unknown as BankAccountFields);
  }
  const testCard = testCardOfToken(given);
  if (testCard !== undefined) {
    return cardFromTestCard(call, testCard);
  }
  const kept = call.find(token, given, parameter);
  if (kept.used) {
    throw call.isOfToday
      ? invalidRequest('You cannot use a Stripe token more than once.', { code: 'token_already_used' })
      : invalidRequest('You cannot use a Stripe token more than once.', { param: parameter });
  }
  if (kept.holds === null) {
    throw invalidRequest('This token stands for personal data and cannot be charged.', { param: parameter });
  }
  call.change(token, kept, { used: true });
  return kept.holds;
}
