import * as countrySpecs from '#lib/stripe/country-specs.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(countrySpecs.list, {
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
