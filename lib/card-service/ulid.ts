/** Ids that sort by the time they were made (ULID): 48 bits of milliseconds and 80 of chance, in Crockford's base 32. */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** Makes an id. */
export function ulid(now: number = Date.now()): string {
  const time = Array.from({ length: TIME_CHARACTERS }, (_, index) =>
    ALPHABET.charAt(Math.floor(now / 32 ** (TIME_CHARACTERS - 1 - index)) % 32),
  );
  const random = Array.from(randomBytes(RANDOM_CHARACTERS), (byte) => ALPHABET.charAt(byte % 32));
  return [...time, ...random].join('');
}

/** When an id was made, in ISO 8601. */
export function submittedAt(id: string): string {
  const time = [...id.slice(0, TIME_CHARACTERS)].reduce(
    (sum, character) => sum * 32 + ALPHABET.indexOf(character),
    0,
  );
  return new Date(time).toISOString();
}
