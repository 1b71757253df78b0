/** Randomness from a seed, so that a run can be repeated. */
import { createHash, createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A stream of random numbers that depends on its seed alone (the generator is sfc32). */
export class Random {
  readonly #state: Uint32Array;
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
    const digest = createHash('sha256').update(seed).digest();
    this.#state = Uint32Array.from({ length: 4 }, (_, index) => digest.readUInt32LE(index * 4));
  }

  /** Where the stream is. */
  save(): readonly number[] {
    return [...this.#state];
  }

  /** Goes to where a stream of the same seed was. */
  restore(state: readonly number[]): void {
    this.#state.set(state);
  }

  /** A number of at least 0 and less than 1. */
  number(): number {
    const state = this.#state;
    const [a, b, c, counter] = state as unknown as [number, number, number, number];
    const sum = (a + b + counter) >>> 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum / 2 ** 32;
  }

  /** Random letters and digits. */
  text(length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1) {
      text += ALPHABET[Math.floor(this.number() * 62)];
    }
    return text;
  }

  /** Letters and digits that are always the same for the same text, and tell nothing of it. */
  fingerprint(text: string, length = 16): string {
    const digest = createHmac('sha256', this.#seed).update(text).digest();
    return Array.from(digest.subarray(0, length), (byte) => ALPHABET[byte % 62]).join('');
  }
}

/** A whole number in letters and digits, filled up with zeros to `length`. */
export function base62(number: number, length: number): string {
  let rest = Math.max(0, Math.floor(number));
  let text = '';
  while (rest > 0) {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(length, '0').slice(-length);
}
