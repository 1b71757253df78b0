/** Random values from a seed, so that a run can be repeated. */
import { createHash, createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A stream of random numbers that depends only on its seed (the generator is sfc32). */
export class Random {
  readonly #state: Uint32Array;
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
    const digest = createHash('sha256').update(seed).digest();
    this.#state = Uint32Array.from({ length: 4 }, (_, index) => digest.readUInt32LE(index * 4));
  }

  /** Returns the state of the stream. */
  save(): readonly number[] {
    return [...this.#state];
  }

  /** Restores the state of a stream with the same seed. */
  restore(state: readonly number[]): void {
    this.#state.set(state);
  }

  /** Returns a number of at least 0 and less than 1. */
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

  /** Returns random letters and digits. */
  text(length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1) {
      text += ALPHABET[Math.floor(this.number() * 62)];
    }
    return text;
  }

  /** Returns letters and digits that are always the same for the same text and reveal nothing about it. */
  fingerprint(text: string, length = 16): string {
    const digest = createHmac('sha256', this.#seed).update(text).digest();
    return Array.from(digest.subarray(0, length), (byte) => ALPHABET[byte % 62]).join('');
  }
}

/** Returns an integer in letters and digits, padded with zeros to `length`. */
export function base62(number: number, length: number): string {
  let rest = Math.max(0, Math.floor(number));
  let text = '';
  while (rest > 0) {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(length, '0').slice(-length);
}
