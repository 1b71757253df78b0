/** Card numbers in texts: how they are recognized, whoever wrote them and wherever they stand. */

/** The lengths of card numbers (ISO/IEC 7812-1). */
const SHORTEST = 12;
const LONGEST = 19;

/**
 * Groups of digits with at most two blanks or hyphens between them, also as a URL encodes blanks; the digits of what else
 * a URL encodes are none. A UUID is matched as a whole, so that its digits are not taken for a number.
 */
const RUNS =
  /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!%[\da-f]?)\d(?:(?:%20|[\s+\p{Pd}]){0,2}\d){11,}/giu;

const GROUPS = /%20|\d+/g;

/** Luhn's algorithm: whether the last digit is the check digit of the others. */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const value = index % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Whether digits, without anything between them, are a card number. */
export function isCardNumber(digits: string): boolean {
  return /^\d{12,19}$/.test(digits) && hasValidCheckDigit(digits);
}

/** The text with `…` in place of its card numbers, or of those that are meant, which are given as digits alone. */
export function maskCardNumbers(text: string, isMeant: (digits: string) => boolean = () => true): string {
  return text.replace(RUNS, (run) => (/[a-f]/i.test(run) || isUuid(run) ? run : maskRun(run, isMeant)));
}

function isUuid(run: string): boolean {
  return run.length === 36 && /^[\da-f]{8}-/i.test(run);
}

function maskRun(run: string, isMeant: (digits: string) => boolean): string {
  const groups = [...run.matchAll(GROUPS)].filter(([group]) => group !== '%20');
  let masked = '';
  let end = 0;
  for (let first = 0; first < groups.length; first += 1) {
    const last = endOfNumber(groups, first, isMeant);
    if (last !== undefined) {
      masked += `${run.slice(end, groups[first]!.index)}…`;
      end = groups[last]!.index + groups[last]![0].length;
      first = last;
    }
  }
  return masked + run.slice(end);
}

/** The last group of the longest card number that begins with a group; `undefined` where none does. */
function endOfNumber(
  groups: readonly RegExpExecArray[],
  first: number,
  isMeant: (digits: string) => boolean,
): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
    digits += groups[last]![0];
    const fits = digits.length >= SHORTEST && digits.length <= LONGEST;
    if (fits && hasValidCheckDigit(digits) && isMeant(digits)) {
      found = last;
    }
  }
  return found;
}
