/** Tokens: they stand for a card, a bank account or a personal id number, for one use. */
import * as tokens from '#lib/stripe/tokens.ts';
import type { Call } from '../call.ts';
import { type Proof, proofOfNumber } from '../connect/identity.ts';
import { copyOfShared } from '../connect/sharing-customers.ts';
import { implement, type Json, resource, type Stored } from '../define.ts';
import { invalidRequest } from '../errors.ts';
import { checkPolicy } from '../policies.ts';
import { testCardOfToken } from '../test-cards.ts';
import { type BankAccount, type BankAccountFields, bankAccountFromFields } from './bank-accounts.ts';
import { type Card, type CardFields, cardFromFields, cardFromTestCard } from './cards.ts';

/** A token as it is kept. */
export interface Token extends Stored {
  readonly object: 'token';
  readonly created: number;
  readonly type: 'card' | 'bank_account' | 'pii';
  readonly used: boolean;
  readonly holds: Card | BankAccount | null;
  /** What comes of the personal id number that it stands for. */
  readonly proof?: Proof;
}

/** The ids of tokens tell what they stand for. */
const PREFIXES = { card: 'tok', bank_account: 'btok', pii: 'pii' };

export const token = resource<Token>('token', {
  id: { prefix: 'tok', length: 24 },
  render: ({ id, created, type, used, holds }, view): Json => ({
    id,
    object: 'token',
    ...(holds !== null && { [holds.object]: view.show(holds) }),
    client_ip: null,
    created,
    livemode: false,
    type,
    used,
  }),
});

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
    ? keep(call, 'pii', null, proofOfNumber(pii?.personal_id_number ?? ''))
    : keep(call, 'bank_account', bankAccountFromFields(call, bank_account));
});

export const retrieve = implement(tokens.retrieve, (call, { token: id }) => call.find(token, id));

/**
 * The card of a number and what belongs to it.
 * @throws {StripeError} 400 when the account may not send numbers
 */
export function cardFromNumber(call: Call, fields: CardFields): Card {
  checkPolicy(call.account.policies, 'raw_card_numbers');
  return cardFromFields(call, fields);
}

function keep(call: Call, type: Token['type'], holds: Token['holds'], proof?: Proof): Token {
  const prefix = PREFIXES[type];
  const id = call.newId({ ...token, id: { prefix, length: type === 'bank_account' ? 14 : 24 } });
  return call.create(token, { id, type, used: false, holds, ...(proof !== undefined && { proof }) });
}

/**
 * What stands for a source, if the policies of the account allow it: card tokens and dictionaries of cards are rejected
 * where they are not accepted any more.
 * @throws {StripeError} 400 when it is not allowed
 */
export function allowedSource(call: Call, given: SourceParameter): SourceParameter {
  // Orders are retired: an account that has them pays for them as ever.
  if (call.request?.operation.retired === undefined && holdsCard(call, given)) {
    checkPolicy(call.account.policies, 'card_tokens');
  }
  return given;
}

function holdsCard(call: Call, given: SourceParameter): boolean {
  return typeof given === 'string' ? isCardToken(call, given) : given['account_number'] === undefined;
}

/** Whether an id is that of a token, spent or not, that stands for a card. */
export function isCardToken(call: Call, id: string): boolean {
  return testCardOfToken(id) !== undefined || call.peek(token, id)?.type === 'card';
}

/** What may stand for a source: a token, or the fields of a card or bank account. */
export type SourceParameter = string | { readonly [field: string]: unknown };

/**
 * The card or bank account that a parameter stands for; a token is used up by it.
 * @throws {StripeError} when there is no such token, it was used before, or the fields cannot be right
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
