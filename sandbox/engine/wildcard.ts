/**
 * Compiles a pattern in which `*` stands for any text: `charge.*`, `/v1/customers/*`. Matching takes time linear in
 * the text, because patterns come from callers.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first, ...rest] = pattern.split('*') as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) {
    return (text) => text === pattern;
  }
  return (text) => {
    const end = text.length - last.length;
    let position = text.startsWith(first) && text.endsWith(last) ? first.length : Infinity;
    for (const part of rest) {
      const found = position > end ? -1 : text.indexOf(part, position);
      position = found < 0 ? Infinity : found + part.length;
    }
    return position <= end;
  };
}
