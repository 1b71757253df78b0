/** Parses JSON from untrusted sources. */

/** A JSON object. */
export type JsonObject = Record<string, unknown>;

/** The maximum nesting. Stripe's responses have far less, and JSON nested much deeper cannot be serialized again. */
const DEEPEST = 200;

/** Parses a JSON object; `undefined` if the text is not JSON, not an object, or nested too deeply. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !isDeeper(value, DEEPEST) ? value : undefined;
  } catch {
    // Callers treat `undefined` as “not JSON”; the reason does not matter.
    return undefined;
  }
}

/** Whether a value is nested more than `levels` deep. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (levels === 0) {
    return true;
  }
  // The value was parsed, so it has no inherited keys.
  for (const key in value) {
    if (isDeeper((value as JsonObject)[key], levels - 1)) {
      return true;
    }
  }
  return false;
}

/** Whether a JSON value is an object, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
