/**
 * Parses `where`, which has OneTable's syntax: `${failures} > {0} and (begins_with(${name}, {"A"}) or ${current} =
 * {true})`.
 *
 * An expression becomes a predicate in JavaScript and is never sent to DynamoDB. This costs no more, because DynamoDB
 * charges for the records that it reads, not for those that pass a filter. And an expression can only use the
 * attributes and functions in `where-words.ts`.
 */
import type { CardView } from './records.ts';
import { tokensOf, WhereError, type WhereToken } from './where-tokens.ts';
import {
  ATTRIBUTES,
  COMPARISONS,
  type Comparable,
  comparable,
  EXISTENCE,
  FUNCTIONS,
  type OperandKind,
  TEXT_FUNCTIONS,
} from './where-words.ts';

export { WhereError } from './where-tokens.ts';

/** Whether a card matches. */
export type Test = (card: CardView) => boolean;

/** A parsed `where`. */
export interface Where {
  readonly test: Test;
  /** The expression without its values, for the log. */
  readonly redacted: string;
}

const LIMITS = { length: 2_000, depth: 20 };

/**
 * Parses an expression.
 * @throws {WhereError} with the error and its position
 */
export function parseWhere(text: string): Where {
  if (text.length > LIMITS.length) {
    throw new WhereError(`must be at most ${LIMITS.length} characters long`);
  }
  const tokens = tokensOf(text);
  const test = new Parser(tokens).whole();
  return {
    test,
    redacted: tokens.map(({ kind, text: written }) => (kind === 'value' ? '{…}' : written)).join(' '),
  };
}

/** A recursive descent parser. `not` binds strongest, then `and`, then `or`. */
class Parser {
  readonly #tokens: readonly WhereToken[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly WhereToken[]) {
    this.#tokens = tokens;
  }

  whole(): Test {
    const test = this.#either();
    if (this.#peek() !== undefined) {
      throw this.#unexpected('and, or, or the end');
    }
    return test;
  }

  #either(): Test {
    const tests = [this.#all()];
    while (this.#take('word', 'or')) {
      tests.push(this.#all());
    }
    return tests.length === 1 ? tests[0]! : (card) => tests.some((test) => test(card));
  }

  #all(): Test {
    const tests = [this.#not()];
    while (this.#take('word', 'and')) {
      tests.push(this.#not());
    }
    return tests.length === 1 ? tests[0]! : (card) => tests.every((test) => test(card));
  }

  #not(): Test {
    if (this.#take('word', 'not')) {
      const test = this.#deeper(() => this.#not());
      return (card) => !test(card);
    }
    if (this.#take('sign', '(')) {
      const test = this.#deeper(() => this.#either());
      this.#expect('sign', ')');
      return test;
    }
    return this.#peek()?.kind === 'attribute' || this.#isWord('size') ? this.#comparison() : this.#function();
  }

  #comparison(): Test {
    const { read, kind } = this.#operand();
    const value = () => this.#value(kind);
    if (this.#take('word', 'between')) {
      const low = value();
      this.#expect('word', 'and');
      const high = value();
      return (card) => read(card) >= low && read(card) <= high;
    }
    if (this.#take('word', 'in')) {
      this.#expect('sign', '(');
      const values = [value()];
      while (this.#take('sign', ',')) {
        values.push(value());
      }
      this.#expect('sign', ')');
      return (card) => values.includes(read(card));
    }
    const sign = this.#peek();
    const compare = sign?.kind === 'sign' ? COMPARISONS[sign.text] : undefined;
    if (compare === undefined) {
      throw this.#unexpected('=, <>, <, <=, >, >=, between or in');
    }
    this.#next += 1;
    const wanted = value();
    return (card) => compare(read(card), wanted);
  }

  #operand(): { read: (card: CardView) => Comparable; kind: OperandKind } {
    if (this.#take('word', 'size')) {
      this.#expect('sign', '(');
      const name = this.#attribute();
      this.#expect('sign', ')');
      return { read: (card) => String(card[name]).length, kind: 'number' };
    }
    const name = this.#attribute();
    const kind = ATTRIBUTES[name];
    return { read: (card) => comparable(kind, card[name]), kind };
  }

  #function(): Test {
    const token = this.#peek();
    const word = token?.kind === 'word' ? token.text.toLowerCase() : '';
    const onText = Object.hasOwn(TEXT_FUNCTIONS, word) ? TEXT_FUNCTIONS[word] : undefined;
    const exists = Object.hasOwn(EXISTENCE, word) ? EXISTENCE[word] : undefined;
    if (onText === undefined && exists === undefined) {
      throw this.#unexpected(`an attribute such as \${name}, not, ( or one of the functions ${FUNCTIONS}`);
    }
    this.#next += 1;
    this.#expect('sign', '(');
    const name = this.#attribute();
    let test: Test = () => exists!;
    if (onText !== undefined) {
      this.#expect('sign', ',');
      const part = this.#value('text') as string;
      test = (card) => onText(String(card[name]), part);
    }
    this.#expect('sign', ')');
    return test;
  }

  #attribute(): keyof CardView {
    const token = this.#peek();
    if (token?.kind !== 'attribute') {
      throw this.#unexpected(`an attribute such as \${name}`);
    }
    if (!Object.hasOwn(ATTRIBUTES, token.value)) {
      const known = Object.keys(ATTRIBUTES).join(', ');
      throw new WhereError(
        `has an unknown attribute at character ${token.at + 1}; known attributes: ${known}`,
      );
    }
    this.#next += 1;
    return token.value as keyof CardView;
  }

  #value(kind: OperandKind): Comparable {
    const token = this.#peek();
    if (token?.kind !== 'value') {
      throw this.#unexpected('a value such as {"text"}, {1} or {true}');
    }
    const value = comparable(kind, token.value);
    if (Number.isNaN(value) || (kind === 'boolean' && typeof value !== 'boolean')) {
      const words = { text: 'text', number: 'a number', boolean: 'true or false', time: 'a date' };
      throw new WhereError(`needs ${words[kind]} at character ${token.at + 1}`);
    }
    this.#next += 1;
    return value;
  }

  #deeper(parse: () => Test): Test {
    this.#depth += 1;
    if (this.#depth > LIMITS.depth) {
      throw new WhereError(`is nested more than ${LIMITS.depth} levels deep`);
    }
    const test = parse();
    this.#depth -= 1;
    return test;
  }

  #peek(): WhereToken | undefined {
    return this.#tokens[this.#next];
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && token.text.toLowerCase() === word;
  }

  #take(kind: WhereToken['kind'], text: string): boolean {
    const token = this.#peek();
    const taken = token?.kind === kind && token.text.toLowerCase() === text;
    this.#next += taken ? 1 : 0;
    return taken;
  }

  #expect(kind: WhereToken['kind'], text: string): void {
    if (!this.#take(kind, text)) {
      throw this.#unexpected(text);
    }
  }

  #unexpected(expected: string): WhereError {
    const token = this.#peek();
    return new WhereError(
      token === undefined
        ? `ends too early: expected ${expected}`
        : `has a syntax error at character ${token.at + 1}: expected ${expected}`,
    );
  }
}
