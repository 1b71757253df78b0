import * as countrySpecs from '#lib/stripe/country-specs.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(countrySpecs.retrieve, {
  country: 'country',
});
