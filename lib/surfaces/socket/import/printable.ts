/** Makes foreign text safe to print: one line, no control characters, at most `most` characters. */
export function printable(text: string, most = 200): string {
  const plain = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
