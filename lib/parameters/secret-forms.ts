/** Masks secret keys and card numbers, which it recognizes by their format. */
import { maskCardNumbers } from './card-numbers.ts';

const SECRET_KEYS = /(?<=%[\dA-F]{2}|(?<![a-zA-Z]))([sr]k)_(?:test|live)_\w+/g;

/** Masks secret keys and card numbers in a text. */
export function maskForms(text: string, isMeant?: (digits: string) => boolean): string {
  return maskCardNumbers(text.replace(SECRET_KEYS, '$1_…'), isMeant);
}

/** Masks secret keys and card numbers in a JSON text that may quote a request. */
export function maskFormsIn(json: string): string {
  return maskStrings(json, (shown) => maskForms(shown));
}

const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/g;

/**
 * Applies `masked` to every string in a JSON text, and leaves the rest unchanged. Text that is not JSON is masked as a
 * whole.
 */
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
    // A response that did not come from Stripe may only look like JSON at its start.
    return inner;
  }
}
