/** Keeps secrets out of responses and logs. Parameters declare which values are secret. */
import { HttpError } from '#lib/http/errors.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import type { Argument } from './arguments.ts';

/** Shorter values are not masked, because they occur in every text. */
const SHORTEST = 3;

/** Shorter values (a CVC, the last digits of a social security number) are only masked as whole words. */
const LONG = 6;

/** Values by argument name. */
type Given = Readonly<Record<string, unknown>>;

/** Further strings are not searched for: so large a value is not a card, an account or personal data. */
const MOST_TEXTS = 1_000;

/** The strings in the secret arguments of a call, as sent and as converted. */
export function secretsIn(known: readonly Argument[], given: Given, read: Given): string[] {
  const found = new Set<string>();
  for (const { name, parameter } of holdersOf(known)) {
    for (const from of [given, read]) {
      if (Object.hasOwn(from, name)) {
        for (const text of secretTexts(parameter, from[name])) {
          found.add(text);
        }
      }
    }
  }
  return [...found].filter((value) => value.length >= SHORTEST);
}

const holders = new WeakMap<readonly Argument[], readonly Argument[]>();

/** The arguments that may contain a secret. */
function holdersOf(known: readonly Argument[]): readonly Argument[] {
  const found = holders.get(known) ?? known.filter(({ parameter }) => holdsSecret(parameter));
  holders.set(known, found);
  return found;
}

/** Words; a UUID counts as one. */
const WORDS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\w+/gi;

/** Masks secrets in a text; only their prefix remains (`tok_…`). */
export function mask(text: string, secrets: readonly string[]): string {
  if (!secrets.some((secret) => text.includes(secret))) {
    return text;
  }
  // Mask longer secrets first, because a shorter one may be part of them.
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce(
      (masked, secret) =>
        secret.length < LONG
          ? masked.replaceAll(WORDS, (word) => (word === secret ? '…' : word))
          : masked.replaceAll(secret, `${/^[a-z]+_/.exec(secret)?.[0] ?? ''}…`),
      text,
    );
}

/**
 * Rejects secret arguments in the query string, because URLs are logged.
 * @param always additional secret names
 * @throws {HttpError} 400
 */
export function rejectSecretsInUrl(
  known: readonly Argument[],
  query: Given,
  always: readonly string[] = [],
): void {
  const secret = holdersOf(known).map(({ name }) => name);
  const found = [...always, ...secret].find((name) => Object.hasOwn(query, name));
  if (found !== undefined) {
    throw new HttpError(
      'secret_in_url',
      `${found} must not be sent in the URL, because URLs are logged. Send it in the request body.`,
    );
  }
}

/**
 * The secret strings in a value. In a dictionary that is secret as a whole, short strings only count if their field is
 * secret itself: values such as `card` and `US` occur in every message.
 */
function secretTexts({ secret, fields = {} }: Parameter, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return secret ? textsIn(value) : [];
  }
  const inside = value as Given;
  const ofFields = Object.entries(fields).flatMap(([name, field]) =>
    Object.hasOwn(inside, name) ? secretTexts(field, inside[name]) : [],
  );
  return secret ? [...ofFields, ...textsIn(value).filter((text) => text.length >= LONG)] : ofFields;
}

/** The first strings in a value, at any depth. Binary data is skipped. */
function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const open = [value];
  for (const item of open) {
    if (texts.length === MOST_TEXTS) {
      break;
    }
    if (typeof item === 'object' && item !== null) {
      const inner: readonly unknown[] = Array.isArray(item)
        ? item
        : ArrayBuffer.isView(item)
          ? []
          : Object.values(item);
      for (let index = 0; index < inner.length && index < MOST_TEXTS; index += 1) {
        open.push(inner[index]);
      }
    } else if (item !== undefined && item !== null) {
      texts.push(String(item));
    }
  }
  return texts;
}
