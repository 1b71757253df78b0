/** Reads JSON that somebody else wrote, as far as it can be trusted to be read, shown and written again. */

/** An object of JSON. */
export type JsonObject = Record<string, unknown>;

/** How deep an answer may be nested. Stripe's are far from it; much deeper ones cannot be written as JSON again. */
const DEEPEST = 200;

/** The object that a text is; nothing where it is no JSON, another value, or nested too deeply. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !isDeeper(value, DEEPEST) ? value : undefined;
  } catch {
    // Whatever it is, it is no JSON: whoever asked is told so by getting nothing.
    return undefined;
  }
}

/** Whether a value is nested more than so many levels deep. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (levels === 0) {
    return true;
  }
  // All of it was parsed, so every key is the value's own.
  for (const key in value) {
    if (isDeeper((value as JsonObject)[key], levels - 1)) {
      return true;
    }
  }
  return false;
}

/** Whether a value of JSON is an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
