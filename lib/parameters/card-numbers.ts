/** Finds and masks card numbers in any text. */

/** The lengths of card numbers (ISO/IEC 7812-1). */
const SHORTEST = 12;
const LONGEST = 19;

/** Spaces, line breaks, invisible characters and hyphens, possibly URL-encoded. Digits may be grouped by them anyhow. */
const PLAIN = String.raw`[\s+\p{Cf}\p{Pd}]|%0[9AD]|%20|%2[BD]|%C2%A[0D]|%E2%80%8[B-F]`;

/** Other separators. They also occur in dates, addresses and versions, so digits must be grouped as on a card. */
const OTHER = String.raw`[._,:;/\\|·•‧∙⋅]|%2[CEF]|%3[AB]|%5[CF]|%7C|%C2%B7`;

const UUID = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`;

/**
 * Groups of digits of any script, with at most three separators between digits. The digits of other percent-encodings do
 * not count. UUIDs match as a whole, so that their digits are not mistaken for a card number.
 */
const RUNS = new RegExp(
  String.raw`${UUID}|(?<!%[\da-f]?)\p{Nd}(?:\p{Nd}|(?:${PLAIN}|${OTHER}){1,3}(?!${UUID})\p{Nd}){11,}`,
  'giu',
);

const GROUPS = /(?:%[\da-f]{2})+|\p{Nd}+/giu;

const PLAIN_ONLY = new RegExp(`^(?:${PLAIN})*$`, 'iu');

const SEPARATORS = new RegExp(`${PLAIN}|${OTHER}`, 'giu');

/** How digits are grouped on cards: 4-4-4-4, 4-6-5, one by one and so on. */
const GROUPED = /^(?:4(?:,[46])+,[1-6]|1(?:,1)+)$/;

/** Luhn's algorithm: whether the last digit is a valid check digit. */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const value = index % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** The digits of a number that is written with separators, or in another script. */
export function digitsIn(text: string): string {
  return inAsciiDigits(text.replace(SEPARATORS, ''));
}

/** The text with the decimal digits of every script as 0 to 9. */
export function inAsciiDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, (digit) => `${digitValue(digit)}`);
}

/** The value of a digit. In Unicode, digits are in rows of ten from zero on, some of which follow each other. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) {
    zero -= 1;
  }
  return (code - zero) % 10;
}

/** Whether a string of digits is a card number. */
export function isCardNumber(digits: string): boolean {
  return /^\d{12,19}$/.test(digits) && hasValidCheckDigit(digits);
}

/** Replaces card numbers by `…`. `isMeant` selects which ones; it gets the digits only. */
export function maskCardNumbers(text: string, isMeant: (digits: string) => boolean = () => true): string {
  return text.replace(RUNS, (run) => (IS_UUID.test(run) ? run : maskRun(run, isMeant)));
}

const IS_UUID = new RegExp(`^${UUID}$`, 'i');

function maskRun(run: string, isMeant: (digits: string) => boolean): string {
  const groups = new Groups(run);
  let masked = '';
  let end = 0;
  for (let first = 0; first < groups.count; first += 1) {
    const last = groups.endOfNumber(first, isMeant);
    if (last !== undefined) {
      masked += `${run.slice(end, groups.starts[first])}…`;
      end = groups.ends[last]!;
      first = last;
    }
  }
  return masked + run.slice(end);
}

/** The digit groups of a run, with Luhn sums precomputed, so that each range of groups is checked in constant time. */
class Groups {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** The number of digits before each group, and the total. */
  readonly #before: number[] = [0];
  /**
   * Running sums of the digits: one with the digits at even positions doubled, one with those at odd positions
   * doubled.
   */
  readonly #sums: readonly [number[], number[]] = [[0], [0]];
  /** The number of separators before each group that are not {@link PLAIN}. */
  readonly #others: number[] = [];
  #digits = '';

  constructor(run: string) {
    for (const match of run.matchAll(GROUPS)) {
      if (!match[0].startsWith('%')) {
        const others = this.#others.at(-1) ?? 0;
        const isPlain = PLAIN_ONLY.test(run.slice(this.ends.at(-1) ?? match.index, match.index));
        this.#others.push(isPlain ? others : others + 1);
        this.#add(match[0], match.index);
      }
    }
  }

  get count(): number {
    return this.starts.length;
  }

  /** The last group of the longest card number that starts at group `first`; `undefined` if there is none. */
  endOfNumber(first: number, isMeant: (digits: string) => boolean): number | undefined {
    const from = this.#before[first]!;
    let found: number | undefined;
    for (let last = first; last < this.count; last += 1) {
      const to = this.#before[last + 1]!;
      if (to - from > LONGEST) {
        break;
      }
      const isNumber = to - from >= SHORTEST && this.#isValid(from, to) && this.#isGrouped(first, last);
      if (isNumber && isMeant(this.#digits.slice(from, to))) {
        found = last;
      }
    }
    return found;
  }

  #add(group: string, at: number): void {
    this.starts.push(at);
    this.ends.push(at + group.length);
    for (const character of inAsciiDigits(group)) {
      const place = this.#sums[0].length - 1;
      const digit = Number(character);
      const doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
      this.#sums[0].push(this.#sums[0][place]! + (place % 2 === 0 ? doubled : digit));
      this.#sums[1].push(this.#sums[1][place]! + (place % 2 === 0 ? digit : doubled));
    }
    this.#digits += inAsciiDigits(group);
    this.#before.push(this.#digits.length);
  }

  /** Whether groups are separated in a way in which any grouping counts, or grouped as on a card. */
  #isGrouped(first: number, last: number): boolean {
    if (this.#others[first] === this.#others[last]) {
      return true;
    }
    const before = this.#before.slice(first, last + 2);
    return GROUPED.test(
      before
        .slice(1)
        .map((count, index) => count - before[index]!)
        .join(),
    );
  }

  /** In Luhn's algorithm, the last digit is not doubled, the one before it is, and so on. */
  #isValid(from: number, to: number): boolean {
    const sums = this.#sums[to % 2 === 0 ? 0 : 1];
    return (sums[to]! - sums[from]!) % 10 === 0;
  }
}
