import * as countrySpecs from '#lib/operations/country-specs.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(countrySpecs.list, {
  endingBefore: 'ending_before',
  limit: 'limit',
  startingAfter: 'starting_after',
});
