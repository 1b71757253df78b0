/** Percentages with the limits in the blocks' documentation. */
import { percentage } from '#lib/operations/shared.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';

/** The parameter with the documented limits, 1 to 100. Stripe also accepts less than 1, as its own operations do. */
export function fromOne({ description }: Parameter<number>): Parameter<number> {
  return percentage(description, { min: 1 });
}
