/** Reads JSON that somebody else wrote, as far as it can be trusted to be read, shown and written again. */

/** An object of JSON. */
export type JsonObject = Record<string, unknown>;

/** How deep an answer may be nested. Stripe's are far from it; much deeper ones cannot be written as JSON again. */
const DEEPEST = 200;

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [34, 92, 91, 93, 123, 125];

/** The object that a text is; nothing where it is no JSON, another value, or nested too deeply. */
export function objectIn(text: string): JsonObject | undefined {
  if (isTooDeep(text)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Whatever it is, it is no JSON: whoever asked is told so by getting nothing.
    return undefined;
  }
}

/** Whether brackets are nested too deeply; those inside of strings do not count. */
function isTooDeep(text: string): boolean {
  if (text.length <= 2 * DEEPEST) {
    return false;
  }
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index);
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1;
        if (depth > DEEPEST) {
          return true;
        }
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth -= 1;
        break;
      default:
    }
  }
  return false;
}

/** Where a string ends that begins at a place: at the next quote after an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) {
      before -= 1;
    }
    if ((end - before) % 2 === 0) {
      return end;
    }
  }
  return text.length;
}

/** Whether a value of JSON is an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
