/** The choices of a step, made by the numbers that fast-check gave it; smaller numbers are simpler choices. */
import type { Api, Reply } from '../helpers/api.ts';
import type { Business } from './business.ts';

/** What a step does; refusals are fine, and noted by nobody. */
export type Step = (business: Business, dice: Dice) => Promise<unknown>;

/** Stands for what does not exist; whatever is done with it is refused. */
const NONE = { id: 'none' };

export class Dice {
  readonly #numbers: number[];

  constructor(numbers: readonly number[]) {
    this.#numbers = [...numbers];
  }

  /** A whole number from 0 to less than `sides`, which is at most 1000. */
  roll(sides: number): number {
    return (this.#numbers.shift() ?? 0) % sides;
  }

  /** Whether something is done that is done once in so many times. */
  oneIn(sides: number): boolean {
    return this.roll(sides) === sides - 1;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.roll(choices.length)]!;
  }

  /** Fields that are given once in so many times. */
  maybe(sides: number, fields: object): object {
    return this.oneIn(sides) ? fields : {};
  }

  /**
   * One of what is in a list, newest first; mostly one of those that fit, so that the step can be carried out. Stands for
   * something that does not exist where the list is empty.
   */
  async oneOf(api: Api, path: string, fits: (one: Reply) => boolean = () => true): Promise<Reply> {
    const { data } = await api.get(path, { limit: 100 });
    const fit = data.filter(fits);
    const among = fit.length === 0 || this.oneIn(8) ? data : fit;
    return among.length === 0 ? NONE : this.pick(among);
  }
}
