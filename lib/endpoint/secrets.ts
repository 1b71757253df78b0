/** Keeps secret values out of what is shown. Which values are secret is declared with the parameters. */
import { HttpError } from '#lib/http/errors.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { holdsSecret } from '#lib/parameters/secrets.ts';
import type { Argument } from './arguments.ts';

/** Shorter values are not looked for: they occur in every text. */
const SHORTEST = 3;

/** Values that are shorter (a CVC, the end of a social security number) occur inside of words by chance. */
const LONG = 6;

/** Values by the names of arguments. */
type Given = Readonly<Record<string, unknown>>;

/** Of longer lists the rest is not looked for: what is that long is no card, no account and no owner's data. */
const MOST_TEXTS = 1_000;

/** The texts in the secret arguments of a call, as they were given and as they were read. */
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

/** The arguments that may hold a secret. */
function holdersOf(known: readonly Argument[]): readonly Argument[] {
  const found = holders.get(known) ?? known.filter(({ parameter }) => holdsSecret(parameter));
  holders.set(known, found);
  return found;
}

/** A UUID is one word. */
const WORDS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\w+/gi;

/** The text without the secrets: of each, at most its prefix stays (`tok_…`). */
export function mask(text: string, secrets: readonly string[]): string {
  if (!secrets.some((secret) => text.includes(secret))) {
    return text;
  }
  // A secret that is a part of another one must not take that apart first.
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
 * Refuses a query that holds secret arguments: URLs are logged on their way.
 * @param always names that are secret besides
 * @throws {HttpError} 400
 */
export function refuseSecretsInUrl(
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
 * The texts in a value, where it is secret, or in those of its fields that are. Of a dictionary that is secret as a
 * whole, short texts count only where their field is secret itself: `card` and `US` stand in every message.
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

/** The first texts in a value, however deep they are; bytes are none. */
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
