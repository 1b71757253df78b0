/** Values that can be written in a URL or a form. */

/** The value without lone surrogates, which UTF-8 cannot write; keys may have any name, `__proto__` too. */
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

/** An object with these keys, whatever they are called. */
export function withKeys(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object = {};
  for (const [key, value] of pairs) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}
