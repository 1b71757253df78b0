/** Percentages as the blocks' tables state them. */
import { percentage } from '#lib/operations/shared.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';

/** The parameter with the bounds of the tables, 1 to 100. Stripe takes less than 1 too, so its own calls do. */
export function fromOne({ description }: Parameter<number>): Parameter<number> {
  return percentage(description, { min: 1 });
}
