/**
 * The secrets that tests send: all have a form, or are from this list. Nothing is guessed from what was sent, so a random
 * value of a fuzz test is never taken for one. A test that sends a new card or bank account number adds it here.
 *
 * Security codes are too short to be told from other numbers in replies; `secrets.test.ts` looks for them there.
 */
import { TEST_CARDS } from '#sandbox/payments/test-cards.ts';
import type { Way } from './recording.ts';

/** A kind of secret, and what finds it. */
export interface Kind {
  readonly name: string;
  readonly pattern: RegExp;
  /** The ways by which it must not leave. Default: all. */
  readonly ways?: readonly Way[];
}

const BANK_ACCOUNTS = [
  '000123456789',
  '000987654321',
  '000111111116',
  '000111111113',
  '000222222227',
  '000333333335',
  '000444444440',
];

/** Stripe's objects hold names and addresses, and replies show them. */
const PEOPLE = ['Jenny Rosen', 'jenny@example.com', 'rosen@example.com', 'bob@example.com', 'Sophia Moore'];
const ADDRESSES = ['1 Main St', '1234 Main St', 'Main Street 1'];

export const KINDS: readonly Kind[] = [
  { name: 'key', pattern: /(?<![a-zA-Z])[sr]k_(?:test|live)_\w+/g },
  { name: 'secret of a webhook', pattern: /whsec_\w+/g },
  { name: 'token of a caller', pattern: /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g },
  // A whole word: the letters may be part of a random text, as a cursor is.
  { name: 'token of Stripe', pattern: /(?<![\w-])[a-z]{0,4}tok_\w+/g },
  { name: 'card number', pattern: numbers(TEST_CARDS.map(({ number }) => number)) },
  { name: 'bank account number', pattern: numbers(BANK_ACCOUNTS) },
  {
    name: 'security code',
    // As a field, and as a field of DynamoDB's: `"cvc":{"S":"123"}`.
    pattern: /\b(?:cvc|cvv2?|security_?code|ssn_?last_?4)\W{1,4}(?:[SN]\W{1,5})?\d{3,4}(?!\w)/gi,
    ways: ['log', 'store'],
  },
  { name: 'person', pattern: oneOf([...PEOPLE, ...ADDRESSES]), ways: ['log', 'url', 'store'] },
];

/** Finds numbers, also with blanks or hyphens between their digits, that are not part of a longer one. */
function numbers(all: readonly string[]): RegExp {
  const written = all.map((number) => [...number].join('[ -]?'));
  return new RegExp(`(?<!\\d)(?:${written.join('|')})(?!\\d)`, 'g');
}

/** Finds texts wherever they stand. */
export function oneOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
}
