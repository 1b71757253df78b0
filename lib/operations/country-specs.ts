/** Country specs: https://stripe.com/docs/api/country_specs as of 2016-07-06. */
import { id, required } from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging } from './shared.ts';

export const retrieve = operation(
  'GET',
  '/v1/country_specs/{country}',
  {
    description:
      'Retrieves the features of accounts in a country, and the required information about their holders.',
    returns: 'country_spec',
  },
  {
    country: required(id('', 'The two-letter code of the country.', { example: 'US' })),
  },
);

export const list = operation(
  'GET',
  '/v1/country_specs',
  {
    description: 'Lists the specs of all countries that Stripe serves.',
    returns: 'country_spec',
    list: true,
  },
  paging,
);
