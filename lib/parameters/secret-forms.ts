/** Masks what has the form of a secret key or of a card number. */
import { maskCardNumbers } from './card-numbers.ts';

const SECRET_KEYS = /(?<=%[\dA-F]{2}|(?<![a-zA-Z]))([sr]k)_(?:test|live)_\w+/g;

/** A text without what has the form of a secret key or of a card number. */
export function maskForms(text: string, isMeant?: (digits: string) => boolean): string {
  return maskCardNumbers(text.replace(SECRET_KEYS, '$1_…'), isMeant);
}

/** JSON of what went wrong, of which nothing is known but that it may quote a request. */
export function maskFormsIn(json: string): string {
  return maskStrings(json, (shown) => maskForms(shown));
}

const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/g;

/** Masks the strings of a JSON text, and leaves all that is between them; a text that is no JSON is masked as a whole. */
export function maskStrings(text: string, masked: (shown: string, isName: boolean) => string): string {
  if (!/^\s*[[{]/.test(text)) {
    return masked(text, false);
  }
  return text.replace(STRING, (written: string, inner: string, colon: string | undefined) => {
    const shown = inner.includes('\\') ? decoded(inner) : inner;
    const result = masked(shown, colon !== undefined);
    return result === shown ? written : `${JSON.stringify(result)}${colon ?? ''}`;
  });
}

function decoded(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`);
  } catch {
    // What was answered in Stripe's place only begins like JSON.
    return inner;
  }
}
