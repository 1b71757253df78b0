/** Keeps secret values out of what is shown. Which values are secret is declared with the parameters. */
import type { Argument } from './arguments.ts';

/** Shorter values (a CVC) occur in texts by chance; no message quotes them on their own. */
const SHORTEST = 6;

/** All texts in the secret arguments of a call, and its key. */
export function secretsIn(
  known: readonly Argument[],
  given: Readonly<Record<string, unknown>>,
  apiKey: string | undefined,
): string[] {
  const values = known
    .filter(({ parameter }) => parameter.secret)
    .flatMap(({ name }) => textsIn(given[name]));
  return [...values, apiKey ?? ''].filter((value) => value.length >= SHORTEST);
}

/** The text without the secrets: of each, at most its prefix stays (`tok_…`). */
export function mask(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (masked, secret) => masked.replaceAll(secret, `${/^[a-z]+_/.exec(secret)?.[0] ?? ''}…`),
    text,
  );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap((item) => textsIn(item));
  }
  return value === undefined || value === null ? [] : [String(value)];
}
