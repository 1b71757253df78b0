import * as countrySpecs from '#lib/operations/country-specs.ts';
import { block } from '#lib/surfaces/block/block.ts';

export const handler = block(countrySpecs.retrieve, {
  country: 'country',
});
