/** Splits a `where` expression into tokens: attributes `${…}`, values `{…}`, words and operators. */

/** A syntax error in `where`. The message continues the sentence “where …”. */
export class WhereError extends Error {}

/** A token. */
export interface WhereToken {
  readonly kind: 'attribute' | 'value' | 'word' | 'sign';
  /** The original text. */
  readonly text: string;
  /** The text inside the braces. */
  readonly value: string;
  /** The position of its first character, from 0. */
  readonly at: number;
}

const PATTERNS: readonly [WhereToken['kind'], RegExp][] = [
  ['attribute', /\$\{([^{}]*)\}/y],
  ['value', /\{"([\s\S]*?)"\}/y],
  ['value', /\{([^{}]*)\}/y],
  ['word', /[A-Za-z_]+/y],
  ['sign', /<>|<=|>=|[=<>(),]/y],
];

const SPACE = /\s*/y;

const MOST = 300;

/**
 * Splits an expression into tokens.
 * @throws {WhereError} at the first character that starts no token
 */
export function tokensOf(text: string): WhereToken[] {
  const tokens: WhereToken[] = [];
  for (let at = skip(text, 0); at < text.length; ) {
    const token = tokenAt(text, at);
    if (token === undefined) {
      throw new WhereError(`has a syntax error at character ${at + 1}`);
    }
    tokens.push(token);
    if (tokens.length > MOST) {
      throw new WhereError(`has more than ${MOST} words, operators and values`);
    }
    at = skip(text, at + token.text.length);
  }
  return tokens;
}

function tokenAt(text: string, at: number): WhereToken | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) {
      return { kind, text: match[0], value: match[1] ?? match[0], at };
    }
  }
  return undefined;
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + SPACE.exec(text)![0].length;
}
