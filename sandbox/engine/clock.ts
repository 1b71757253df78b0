/** A clock in a snapshot. */
export interface SavedClock {
  readonly offset: number;
  readonly last: number;
}

/** The time of one account: real time plus what it was advanced by, in Unix seconds. It never goes back. */
export class Clock {
  readonly #real: () => number;
  #offset = 0;
  #last = 0;

  /** `real` returns the real time in Unix seconds. */
  constructor(real: () => number) {
    this.#real = real;
  }

  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#real()) + this.#offset);
    return this.#last;
  }

  save(): SavedClock {
    return { offset: this.#offset, last: this.#last };
  }

  restore({ offset, last }: SavedClock): void {
    this.#offset = offset;
    this.#last = last;
  }

  /** Advances to a time; a time in the past changes nothing. */
  reach(moment: number): void {
    this.#offset += Math.max(0, moment - this.now());
  }
}

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
