/** Makes values that can be encoded in a URL or a form. */

/**
 * Returns a value without lone surrogates, which UTF-8 cannot encode. Keys may have any name, including `__proto__`.
 */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.toWellFormed();
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(wellFormed)
    : withKeys(Object.entries(value).map(([name, inner]) => [name.toWellFormed(), wellFormed(inner)]));
}

/** Creates an object with any keys. */
export function withKeys(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object = {};
  for (const [key, value] of pairs) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}
