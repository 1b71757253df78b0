/** Finds and masks card numbers in any text. */

/** The lengths of card numbers (ISO/IEC 7812-1). */
const SHORTEST = 12;
const LONGEST = 19;

/**
 * Groups of digits, separated by at most two spaces or hyphens, which may be URL-encoded. The digits of other
 * percent-encodings do not count. UUIDs match as a whole, so that their digits are not mistaken for a card number.
 */
const RUNS =
  /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!%[\da-f]?)\d(?:(?:%20|[\s+\p{Pd}]){0,2}\d){11,}/giu;

const GROUPS = /%20|\d+/g;

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

/** Whether a string of digits is a card number. */
export function isCardNumber(digits: string): boolean {
  return /^\d{12,19}$/.test(digits) && hasValidCheckDigit(digits);
}

/** Replaces card numbers by `…`. `isMeant` selects which ones; it gets the digits only. */
export function maskCardNumbers(text: string, isMeant: (digits: string) => boolean = () => true): string {
  return text.replace(RUNS, (run) => (/[a-f]/i.test(run) || isUuid(run) ? run : maskRun(run, isMeant)));
}

function isUuid(run: string): boolean {
  return run.length === 36 && /^[\da-f]{8}-/i.test(run);
}

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
  #digits = '';

  constructor(run: string) {
    for (const match of run.matchAll(GROUPS)) {
      if (match[0] !== '%20') {
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
      if (to - from >= SHORTEST && this.#isValid(from, to) && isMeant(this.#digits.slice(from, to))) {
        found = last;
      }
    }
    return found;
  }

  #add(group: string, at: number): void {
    this.starts.push(at);
    this.ends.push(at + group.length);
    for (const character of group) {
      const place = this.#sums[0].length - 1;
      const digit = Number(character);
      const doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
      this.#sums[0].push(this.#sums[0][place]! + (place % 2 === 0 ? doubled : digit));
      this.#sums[1].push(this.#sums[1][place]! + (place % 2 === 0 ? digit : doubled));
    }
    this.#digits += group;
    this.#before.push(this.#digits.length);
  }

  /** In Luhn's algorithm, the last digit is not doubled, the one before it is, and so on. */
  #isValid(from: number, to: number): boolean {
    const sums = this.#sums[to % 2 === 0 ? 0 : 1];
    return (sums[to]! - sums[from]!) % 10 === 0;
  }
}
